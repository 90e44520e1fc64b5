// Names in the definition for resources in AWS: short, unique, and valid in a definition.

import type { ResourceName } from '#core/resource.ts';
import type { Found } from '#kinds/inventory.ts';
import { definitionOf } from '#kinds/resource.ts';

/** As long as a name may be, in a definition. */
const lengthMax = 40;

const segments = (id: string): string[] => id.toLowerCase().split(/[^a-z0-9]+/);

/** How many words all of them begin with; a single one keeps its name whole. */
const sharedSegmentCount = (ids: readonly string[]): number => {
  const all = ids.map(segments);
  const [first = []] = all;
  if (new Set(ids).size < 2) return 0;
  const differs = first.findIndex((word, index) => all.some((other) => other[index] !== word));
  return differs < 0 ? first.length : differs;
};

/** Letters, digits and hyphens, beginning with a letter, with room for a few more. */
const asName = (parts: readonly string[], word: string): string => {
  const text = parts.filter((part) => part !== '').join('-');
  const begun = /^[a-z]/.test(text) ? text : [word, text].filter((part) => part !== '').join('-');
  return begun.slice(0, lengthMax - 4).replace(/-+$/, '');
};

/** The first of the candidates that is free. */
const firstFree = (base: string, word: string, taken: ReadonlySet<string>): string => {
  const spelled = `${base.slice(0, lengthMax - 4 - word.length - 1).replace(/-+$/, '')}-${word}`;
  const free = [base, spelled].find((name) => !taken.has(name));
  if (free !== undefined) return free;
  for (let count = 2; ; count++) if (!taken.has(`${spelled}-${count}`)) return `${spelled}-${count}`;
};

/** What is called as all the others begin keeps its name whole. */
const ownSegments = (id: string, shared: number): string[] => {
  const all = segments(id);
  return all.length > shared ? all.slice(shared) : all;
};

/** In the same order. */
export const proposeNames = (found: readonly Found[]): ResourceName[] => {
  const shared = sharedSegmentCount(found.map(({ id }) => id));
  const taken = new Set<string>();
  return found.map(({ id, identity: { kind } }) => {
    const own = ownSegments(id, shared);
    const { word } = definitionOf(kind).init;
    // Databases say that they are one: `orders` is the service, `orders-db` what it keeps its orders in.
    const parts = word === 'db' && own.at(-1) !== word ? [...own, word] : own;
    const name = firstFree(asName(parts, word), word, taken);
    taken.add(name);
    return name as ResourceName;
  });
};
