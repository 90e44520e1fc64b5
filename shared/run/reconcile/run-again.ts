// Whether an operation that failed for a temporary reason is run again, and when. Pure.
import type { Action } from '#core/action.ts';
import { isPassing } from '#core/aws/errors.ts';
import { offsetTime } from '#core/offset-time.ts';
import { type Report, timedOutAfter } from '#core/report.ts';
import { ranToItsEnd } from '#definition/schedule/wanted-state.ts';
import { alsoInCode } from '../plan/also-in.ts';
import { type Difference, isDoneOrSkipped } from './difference.ts';

type Failure = Report['resources'][number];

/** Minutes after the first, the second and every further failure. */
const backOffMinutes = [15, 30, 60] as const;
/** Ticks come every quarter of an hour, and a run ends a little after one. */
const slackMs = 60_000;
/** What could continue again and again and failed each time is not on its way to an end: it waits like everything else. */
const immediateRetriesMax = 3;

/**
 * What the engine itself gave up, rather than AWS refusing permanently, and tasks that fail their health check, which may pass with
 * what they depend on. A person's interruption is a person's wish.
 */
const ownPassing: ReadonlySet<string> = new Set(['DEADLINE', 'OPERATIONS', 'NO_ANSWER', 'TASKS_FAIL', 'DEPENDENCY']);

/** Reports of earlier versions say "given up after". */
const outOfTime = [timedOutAfter, 'given up after'];

const isPassingFailure = ({ outcome, errorCode = '', reason = '' }: Failure): boolean =>
  outcome === 'failed' &&
  (ownPassing.has(errorCode) || isPassing(errorCode) || outOfTime.some((words) => reason.startsWith(words)));

/** The runs in a row, newest first, that were to reach the desired state of now and did not. */
const failuresInARow = (action: Action, reports: readonly Report[], since: number): Report[] => {
  const ran = reports.filter((report) => ranToItsEnd(report) && Date.parse(report.startedAt) >= since);
  const end = ran.findIndex((report) => report.action !== action || report.outcome === 'done');
  return end < 0 ? ran : ran.slice(0, end);
};

/** It is where it is to be: all that is left is to restore what is kept of it. */
const isAllButOver = ({ next }: Pick<Difference, 'next'>): boolean => next.kind === 'act' && next.final === true;

const cameUpSince: ReadonlySet<string> = new Set([
  'CANNOT_START',
  'ROLLOUT_FAILED',
  'TASKS_FAIL',
  'DEADLINE',
  'DEPENDENCY',
]);

/** What failed or was blocked and now could be done: what it waited for has come to its end by itself. */
const canGoOn = (
  { next }: Difference,
  failure: Failure,
  failures: ReadonlyMap<string, Failure>,
  asked: Pick<Asked, 'differing' | 'leftDown' | 'isRightElsewhere'> & { readonly last: Report },
): boolean => {
  const { differing, last, leftDown, isRightElsewhere } = asked;
  if (next.kind !== 'act') return false;
  if (failure.outcome === 'blocked') {
    // The person who had stopped it has started it again.
    const wasLeftDown = last.resources.some((one) => one.resource === failure.blockedBy && one.staysDown);
    if (wasLeftDown) return leftDown !== undefined && !leftDown.has(failure.blockedBy ?? '');
    // By itself, or because a person has seen to it.
    const isThere = !differing.some((one) => one.resource === failure.blockedBy && !isAllButOver(one));
    return failures.has(failure.blockedBy ?? '') ? isThere : isRightElsewhere?.(failure.blockedBy ?? '') === true;
  }
  // Of what AWS refused, it may be the restoring itself.
  if (isAllButOver({ next }) && cameUpSince.has(failure.errorCode ?? '')) return true;
  return (failure.outcome === 'refused' && failure.errorCode !== alsoInCode) || failure.errorCode === 'DEADLINE';
};

/** It has not come to its end what waits for something else that has not. */
const isSettled = (
  failures: ReadonlyMap<string, Failure>,
  { isRight = () => false, isRightElsewhere = () => false }: Pick<Asked, 'isRight' | 'isRightElsewhere'>,
): boolean =>
  [...failures.values()].every(
    ({ resource, outcome, blockedBy }) =>
      isRight(resource) &&
      (outcome !== 'blocked' || blockedBy === undefined || failures.has(blockedBy) || isRightElsewhere(blockedBy)),
  );

type Again = { readonly of: string; readonly failing: readonly string[]; readonly why: string };

type Asked = {
  readonly action: Action;
  readonly reports: readonly Report[];
  readonly differing: readonly Difference[];
  /** What stays down because somebody else than Curfew had taken it down. */
  readonly leftDown?: ReadonlySet<string> | undefined;
  /**
   * Whether something that failed is as it is due to be by now, so that all that is left is to report it and to restore what is
   * kept of it.
   */
  readonly isRight?: ((resource: string) => boolean) | undefined;
  /** Of some resources: whether what is none of them, and is due to be the same for another reason, is so by now. */
  readonly isRightElsewhere?: ((resource: string) => boolean) | undefined;
  /** Since when it is wanted. */
  readonly since: number;
  /** The last moment at which the definition lets it be made again, or that it does not. */
  readonly ends?: number | 'off';
  readonly nowMs: number;
};

type RetryJudgement =
  | { readonly kind: 'now'; readonly again: Again }
  | { readonly kind: 'later'; readonly at: number }
  /** It is still on its way: as soon as it has come to rest, one way or the other. */
  | { readonly kind: 'moving' }
  /** `over`: the time has come after which it is not made again. `lasting`: a person, a permission or a changed definition is needed. */
  | { readonly kind: 'never'; readonly because: 'off' | 'over' | 'lasting' };

/**
 * When a run that failed is made again: also when all that failed has come to its end without it, which was not reported yet.
 * Nothing where none failed.
 */
export const judgeRetry = (asked: Asked): RetryJudgement | undefined => {
  const { action, reports, differing, since, leftDown, ends = Number.POSITIVE_INFINITY, nowMs } = asked;
  const failed = failuresInARow(action, reports, since);
  const [last] = failed;
  if (!last) return undefined;
  const failures = new Map(last.resources.filter((one) => !isDoneOrSkipped(one)).map((one) => [one.resource, one]));
  const open = differing.flatMap((one) => {
    const failure = failures.get(one.resource);
    return failure ? [{ one, failure }] : [];
  });
  // What waits for something that somebody else keeps down would be blocked again, though it may be up itself.
  const isLeftDown = last.resources.some((one) => one.staysDown && leftDown?.has(one.resource) !== false);
  const isFinished = open.length === 0 && differing.length === 0 && !isLeftDown && isSettled(failures, asked);
  if (failures.size === 0 || (open.length === 0 && !isFinished)) return undefined;
  if (ends === 'off') return { kind: 'never', because: 'off' };
  const again = (at: number, why: string): RetryJudgement => {
    if (Math.max(at, nowMs) > ends) return { kind: 'never', because: 'over' };
    if (nowMs < at - slackMs) return { kind: 'later', at };
    return { kind: 'now', again: { of: last.run, failing: [...failures.keys()], why } };
  };
  const minutes = backOffMinutes[Math.min(failed.length, backOffMinutes.length) - 1] ?? 60;
  const backedOffAt = Date.parse(last.endedAt) + minutes * 60_000;
  if (isFinished)
    return again(
      failed.length < immediateRetriesMax ? nowMs : backedOffAt,
      `${last.run} failed, and what failed has come to its end since`,
    );
  const free = open
    .filter(({ one, failure }) => canGoOn(one, failure, failures, { ...asked, last }))
    .map(({ one }) => one.resource);
  if (free.length > 0 && failed.length < immediateRetriesMax)
    return again(nowMs, `${last.run} failed; ${free[0]} can continue now`);
  if (open.some(({ one, failure }) => one.next.kind === 'act' && isPassingFailure(failure)))
    return again(backedOffAt, `${last.run} failed; retrying`);
  if (nowMs > ends) return { kind: 'never', because: 'over' };
  return open.some(({ one }) => one.next.kind === 'wait') ? { kind: 'moving' } : { kind: 'never', because: 'lasting' };
};

/** The run that is to be made again, if it is time. Never for what needs a person, a permission or a changed definition. */
export const runAgain = (asked: Asked): Again | undefined => {
  const judged = judgeRetry(asked);
  return judged?.kind === 'now' ? judged.again : undefined;
};

/** `untilText`: after which time it is not retried. */
export const sayRetry = (judged: RetryJudgement, timeZone: string, untilText = 'the time set in its schedule') => {
  switch (judged.kind) {
    case 'now':
      return 'retried now';
    case 'later':
      return `retried at ${offsetTime(judged.at, timeZone)}`;
    case 'moving':
      return 'retried as soon as its status is stable';
    case 'never':
      switch (judged.because) {
        case 'off':
          return 'not retried: `retry` is `off` in its schedule';
        case 'over':
          return `not retried after ${untilText}`;
        case 'lasting':
          return 'not retried: it needs manual action, a permission or a changed definition';
      }
  }
};
