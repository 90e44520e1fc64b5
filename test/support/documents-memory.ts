// Documents in this process, for tests. Cloned as JSON, as everywhere else.
import type { Document, Documents } from '#cleanup/store/documents.ts';

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));

export const memoryDocuments = (): Documents => {
  const partitions = new Map<string, Map<string, Document<object>>>();
  const partitionOf = (name: string): Map<string, Document<object>> => {
    const found = partitions.get(name) ?? new Map();
    partitions.set(name, found);
    return found;
  };
  return {
    async read<T extends object>(partition: string, key: string) {
      const found = partitionOf(partition).get(key);
      return found && (copy(found) as Document<T>);
    },
    async list<T extends object>(partition: string, prefix: string) {
      return [...partitionOf(partition)]
        .filter(([key]) => key.startsWith(prefix))
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([, found]) => copy(found) as Document<T>);
    },
    async write(partition, key, value, over) {
      const documents = partitionOf(partition);
      if ((documents.get(key)?.version ?? 0) !== over) return false;
      documents.set(key, copy({ value, version: over + 1 }));
      return true;
    },
  };
};
