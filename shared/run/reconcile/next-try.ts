// When what failed will be tried next, in words. Pure.
import { leaseInForce } from '#core/run.ts';
import { retryEnds, retryPolicy } from '#definition/schedule/retry.ts';
import { actionTowards, ranToItsEnd } from '#definition/schedule/wanted-state.ts';
import { differences, leftDown } from './difference.ts';
import { isRightOrGone, type Situation } from './reconcile.ts';
import { judgeRetry, sayRetry } from './run-again.ts';

type NextTry = { readonly at?: number; readonly text: string };

type Seen = Pick<
  Situation,
  'definition' | 'wanted' | 'enabled' | 'lease' | 'reports' | 'readings' | 'memories' | 'nowMs'
>;

const judgeNextTry = ({ definition, wanted, reports, readings, memories, nowMs }: Seen) => {
  if (!wanted) return undefined;
  const action = actionTowards(wanted);
  const ends = retryEnds(definition, action, wanted.since);
  const differing = differences(action, { definition, readings, memories });
  const left = action === 'start' ? leftDown({ definition, readings, memories }) : new Set<string>();
  const seen = { definition, reports, readings, memories, nowMs, wanted };
  const isRight = isRightOrGone({ ...seen, enabled: true, lease: undefined, restarted: [] });
  return judgeRetry({ action, reports, differing, leftDown: left, isRight, since: wanted.since, ends, nowMs });
};

/** When reconcile makes a run again that failed, if one did and nothing newer has been asked for. */
export const nextTry = (seen: Seen): NextTry | undefined => {
  const { definition, wanted, enabled, lease, reports, nowMs } = seen;
  if (
    !wanted ||
    leaseInForce(lease, nowMs) ||
    reports.find((one) => ranToItsEnd(one) && !one.only)?.action !== actionTowards(wanted)
  )
    return undefined;
  const judged = judgeNextTry(seen);
  if (!judged) return undefined;
  if (!enabled) return { text: 'not retried while the runtime switch is off' };
  const policy = retryPolicy(definition, actionTowards(wanted), wanted.since);
  const text = sayRetry(judged, definition.timeZone, typeof policy === 'object' ? policy.until : undefined);
  return { text, ...(judged.kind === 'later' ? { at: judged.at } : {}) };
};
