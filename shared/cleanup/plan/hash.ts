// The hash by which a person says "this plan and no other". It covers all that the person read: what is done to each topic and
// why, ids, shapes, offsets and sizes, who loses what, the rules with the exceptions, the caps and the deny list, and the request, by which
// the rules of later are found.
import { createHash } from 'node:crypto';
import type { CleanupPlan, CleanupRequest, Manifest } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';

export type HashedPlan = Omit<CleanupPlan, 'hash'> & {
  readonly rules: CleanupRules;
  readonly request: CleanupRequest;
};

/** The same text for any order of keys, and the same before and after a plan was stored. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : one,
  );

/** 16 hexadecimal digits: enough to distinguish plans, short enough to be typed. */
const hashOf = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex').slice(0, 16);

export const planHash = ({ cluster, rules, request, topics, denied, refusals, warnings }: HashedPlan): string =>
  hashOf({ cluster, rules, request, topics, denied, refusals, warnings });

/** Of what is made again, for which run. How far the run came is not part of it. */
export const manifestHash = ({ topic, oldId, run, shape }: Pick<Manifest, 'topic' | 'oldId' | 'run' | 'shape'>) =>
  hashOf({ topic, oldId, run, shape });
