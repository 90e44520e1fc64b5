// When what failed will be tried next, in words. Pure.
import { someNames } from '#core/bytes.ts';
import { leaseInForce } from '#core/run.ts';
import { namesFor, namesToDo } from '#definition/part.ts';
import { retryEnds, retryPolicy } from '#definition/schedule/retry.ts';
import { isOneGroup, type WantedEach } from '#definition/schedule/wanted-each.ts';
import { actionTowards, ranToItsEnd } from '#definition/schedule/wanted-state.ts';
import type { Situation } from './correction.ts';
import { differences, leftDown } from './difference.ts';
import { situationsOf } from './groups.ts';
import { isRightOrGone } from './reconcile.ts';
import { judgeRetry, sayRetry } from './run-again.ts';

type NextTry = { readonly at?: number; readonly text: string };

type Seen = Pick<
  Situation,
  'definition' | 'wanted' | 'enabled' | 'lease' | 'reports' | 'readings' | 'memories' | 'nowMs' | 'part'
>;

const judgeNextTry = ({ definition, wanted, reports, readings, memories, nowMs, part }: Seen) => {
  if (!wanted) return undefined;
  const action = actionTowards(wanted);
  const ends = retryEnds(definition, action, wanted.since);
  const differing = differences(action, { definition, readings, memories });
  const left = action === 'start' ? leftDown({ definition, readings, memories }) : new Set<string>();
  const seen = { definition, reports, readings, memories, nowMs, wanted };
  const isRight = isRightOrGone({ ...seen, enabled: true, lease: undefined, restarted: [] });
  return judgeRetry({
    ...{ action, reports, differing, leftDown: left, isRight, since: wanted.since, ends, nowMs },
    isRightElsewhere: part?.isRightElsewhere,
  });
};

const isTowards = ({ wanted, reports, part }: Seen): boolean =>
  wanted !== undefined &&
  reports.find((one) => ranToItsEnd(one) && (part !== undefined || !one.only))?.action === actionTowards(wanted);

const nextTryOf = (seen: Seen): NextTry | undefined => {
  const { definition, wanted, enabled, lease, nowMs } = seen;
  if (!wanted || leaseInForce(lease, nowMs) || !isTowards(seen)) return undefined;
  const judged = judgeNextTry(seen);
  if (!judged) return undefined;
  if (!enabled) return { text: 'not retried while the runtime switch is off' };
  const policy = retryPolicy(definition, actionTowards(wanted), wanted.since);
  const text = sayRetry(judged, definition.timeZone, typeof policy === 'object' ? policy.until : undefined);
  return { text, ...(judged.kind === 'later' ? { at: judged.at } : {}) };
};

const namesMax = 5;

/** `only shop: retried at …` of what is due for a reason of its own. */
const named = ({ text, ...rest }: NextTry, { definition, wanted, part }: Situation): NextTry => {
  if (!wanted || !part || part.isWhole) return { text, ...rest };
  const action = actionTowards(wanted);
  const only = namesFor(part.all, action, namesToDo(definition.resources, action));
  return { text: `only ${someNames(only, namesMax)}: ${text}`, ...rest };
};

/**
 * When reconcile makes a run again that failed, if one did and nothing newer has been asked for. `each`: where some resources are due to be
 * what they are for a reason of their own, each of them has its next try.
 */
export const nextTry = (seen: Omit<Seen, 'part'>, each?: WantedEach): NextTry | undefined => {
  if (!each || isOneGroup(each)) return nextTryOf(seen);
  const all = situationsOf({ ...seen, restarted: [] }, each).flatMap((one) => {
    const next = nextTryOf(one);
    return next ? [named(next, one)] : [];
  });
  const at = Math.min(...all.flatMap((one) => one.at ?? []));
  if (all.length === 0) return undefined;
  return { text: all.map(({ text }) => text).join('; '), ...(Number.isFinite(at) ? { at } : {}) };
};
