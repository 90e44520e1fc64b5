// The hash by which a person says "this plan and no other": cluster, names and ids, strategies, settings. Not offsets and
// not sizes, which change all the time, and not what a broker that is down prevents.
import { createHash } from 'node:crypto';
import type { PlannedTopic } from '#core/cleanup.ts';

const sorted = (record: Readonly<Record<string, string>>): [string, string][] => Object.entries(record).toSorted();

const essence = ({ topic, id, strategy, shape, fix, definition }: PlannedTopic) => [
  topic,
  id ?? null,
  strategy,
  shape ? [shape.partitions, shape.replicationFactor, sorted(shape.overrides)] : null,
  fix ? [fix.partitions ?? null, sorted(fix.configs ?? {})] : null,
  id === undefined && definition
    ? [definition.partitions, definition.replicationFactor, sorted(definition.configs)]
    : null,
];

/** 16 hexadecimal digits: enough to tell plans apart, short enough to be typed. */
export const planHash = (cluster: string, topics: readonly PlannedTopic[]): string => {
  const inOrder = topics.map(essence).toSorted((left, right) => (String(left[0]) < String(right[0]) ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([cluster, inOrder]))
    .digest('hex')
    .slice(0, 16);
};
