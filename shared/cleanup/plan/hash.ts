// The hash by which a person says "this plan and no other". It covers all that the person read: what is done to each topic and
// why, ids, shapes, offsets and sizes, who loses what, and the rules with the exceptions, the caps and the deny list.
import { createHash } from 'node:crypto';
import type { CleanupPlan } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';

export type HashedPlan = Omit<CleanupPlan, 'hash'> & { readonly rules: CleanupRules };

/** The same text for any order of keys, and the same before and after a plan was stored. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : one,
  );

/** 16 hexadecimal digits: enough to distinguish plans, short enough to be typed. */
export const planHash = ({ cluster, rules, topics, denied, refusals, warnings }: HashedPlan): string =>
  createHash('sha256')
    .update(canonical({ cluster, rules, topics, denied, refusals, warnings }))
    .digest('hex')
    .slice(0, 16);
