// Before a stop of the schedule: a nightly job that its owner named is let finish, for as long as the definition says. The lease
// is held meanwhile; nothing is paid for while it waits. At the end of the time the stop continues, and says what still ran.
import { OperationError } from '#core/errors.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import type { NextPoll, Workflow } from '#core/workflow.ts';
import type { WaitFor } from '#definition/definition.ts';
import { overrideInForce } from '#definition/schedule/wanted-state.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { clustersIn, countedByFamily, jobsText, waitForAt } from './jobs.ts';

type JobDependencies = Pick<Dependencies, 'definition' | 'standaloneTasks' | 'state' | 'runtime' | 'isInterrupted'>;

/** JSON: the state of the poll. */
type Waiting = {
  readonly sinceMs?: number;
  readonly nowMs: number;
  /** By family, of the last look that was answered. */
  readonly left?: Readonly<Record<string, number>>;
  /** By family, the most that was ever seen at once. */
  readonly seen: Readonly<Record<string, number>>;
  /** Another run has taken over, the user wants it to end, or AWS does not answer. */
  readonly ends?: true;
  /** Somebody holds the environment up since it was requested. */
  readonly heldUp?: string;
  readonly problem?: string;
};

/** What came of it, for the run and its report. */
export type Waited = {
  readonly untilMs?: number;
  readonly note?: string;
  /** Why the stop is not wanted any more. */
  readonly unwanted?: string;
  readonly warnings: readonly string[];
};

const notAtAll: Waited = { warnings: [] };

/** A person who stops something by hand wants it stopped now. */
const isOfSchedule = ({ scheduledTime, requestedBy, onBehalfOf }: RunRequest): boolean =>
  scheduledTime !== undefined || (requestedBy === 'reconcile' && onBehalfOf === undefined);

const most = (seen: Waiting['seen'], left: Readonly<Record<string, number>>): Record<string, number> => ({
  ...seen,
  ...Object.fromEntries(Object.entries(left).map(([family, count]) => [family, Math.max(count, seen[family] ?? 0)])),
});

const errorMessageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A store that cannot be reached is not a lost lease. */
const isHeld = async ({ run, request }: Claim, nowMs: number, { state }: JobDependencies): Promise<boolean> => {
  try {
    return await state.renewLease(request.environment, run, nowMs + limits.leaseSeconds * 1_000);
  } catch {
    return true;
  }
};

/** While it waits nothing is stopped yet, so that a hold is not too late. */
const heldUp = async ({ at, request }: Claim, nowMs: number, { state, definition }: JobDependencies) => {
  const { environment } = request;
  const override = overrideInForce(await state.overrides(environment), nowMs);
  if (override?.hold !== 'up' || override.from < at) return undefined;
  const until = offsetTime(override.until, definition(environment).timeZone);
  return `${environment} is held up by ${override.by} until ${until}: ${override.why}; nothing was changed`;
};

const look = async (claim: Claim, { tasks: families }: WaitFor, before: Waiting, deps: JobDependencies) => {
  const nowMs = deps.runtime.now().getTime();
  const base = { ...before, sinceMs: before.sinceMs ?? nowMs, nowMs };
  if (deps.isInterrupted?.() || !(await isHeld(claim, nowMs, deps))) return { ...base, ends: true as const };
  try {
    const reason = await heldUp(claim, nowMs, deps);
    if (reason !== undefined) return { ...base, ends: true as const, heldUp: reason };
    const clusters = clustersIn(deps.definition(claim.request.environment));
    const left = countedByFamily(await deps.standaloneTasks(clusters, families));
    return { ...base, left, seen: most(before.seen, left) };
  } catch (error) {
    const isPassing = error instanceof OperationError && error.retryable;
    return { ...base, problem: errorMessageOf(error), ...(isPassing ? {} : { ends: true as const }) };
  }
};

const nextPoll =
  ({ minutes }: WaitFor) =>
  ({ sinceMs = 0, nowMs, left, ends }: Waiting): NextPoll => {
    const waitedSeconds = (nowMs - sinceMs) / 1_000;
    const leftSeconds = minutes * 60 - waitedSeconds;
    const isOver = left !== undefined && Object.keys(left).length === 0;
    if (ends || isOver || leftSeconds <= 0) return { done: true };
    const paced = Math.min(limits.jobPollSecondsMax, Math.max(limits.jobPollSecondsMin, waitedSeconds / 10));
    return { done: false, afterSeconds: Math.ceil(Math.min(paced, leftSeconds)) };
  };

const waitedText = ({ sinceMs = 0, nowMs, left = {}, seen, problem, heldUp: unwanted }: Waiting): Waited => {
  if (unwanted !== undefined) return { untilMs: nowMs, unwanted, warnings: [] };
  const minutes = Math.round((nowMs - sinceMs) / 60_000);
  const whom = Object.keys(seen).length > 0 ? jobsText(seen) : undefined;
  const unread = problem === undefined || whom !== undefined ? [] : [`cannot check for running jobs: ${problem}`];
  if (whom === undefined) return { untilMs: nowMs, warnings: unread };
  const note = `waited ${minutes} min for ${whom}`;
  if (Object.keys(left).length === 0) return { untilMs: nowMs, note, warnings: [] };
  return { untilMs: nowMs, warnings: [`${note}; ${jobsText(left)} still ran when the stop continued`] };
};

/** Waits before a stop of the schedule for what `schedule.stop.waitFor` names. */
export const waitForJobs = async (workflow: Workflow, claim: Claim, deps: JobDependencies): Promise<Waited> => {
  const { request, action } = claim;
  if (!claim.granted || action !== 'stop' || request.dryRun || !isOfSchedule(request)) return notAtAll;
  // The end of a week of its own is no stop of the environment's.
  if (request.only && request.scheduledTime !== undefined) return notAtAll;
  const dueMs = request.scheduledTime === undefined ? claim.at : Date.parse(request.scheduledTime);
  const waitFor = waitForAt(deps.definition(request.environment), dueMs);
  if (!waitFor) return notAtAll;
  const check = (before: Waiting): Promise<Waiting> => look(claim, waitFor, before, deps);
  const waiting: Waiting = { nowMs: claim.at, seen: {} };
  return waitedText(await workflow.waitUntil<Waiting>('let jobs finish', waiting, check, nextPoll(waitFor)));
};

/** The run begins when it has waited: what it may take counts from then. It does not where somebody wants otherwise by then. */
export const afterWaiting = (claim: Claim, { untilMs, unwanted }: Waited): Claim => {
  const { run, action, request, at } = claim;
  if (unwanted !== undefined) return { run, action, request, at, granted: false, outcome: 'skipped', reason: unwanted };
  return untilMs === undefined ? claim : { ...claim, at: Math.max(at, untilMs) };
};
