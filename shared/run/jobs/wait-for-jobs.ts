// Before a stop of the schedule: a nightly job that its owner named is let finish, for as long as the definition says. The lease is
// held meanwhile; nothing is paid for while it waits. At the end of the time the stop goes on, and says what still ran.
import { OperationError } from '#core/errors.ts';
import type { Claim, RunRequest } from '#core/run.ts';
import type { NextPoll, Workflow } from '#core/workflow.ts';
import type { WaitFor } from '#definition/definition.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { clustersIn, countedByFamily, jobsText } from './jobs.ts';

type JobDependencies = Pick<Dependencies, 'definition' | 'standaloneTasks' | 'state' | 'runtime' | 'isInterrupted'>;

/** JSON: the state of the poll. */
type Waiting = {
  readonly sinceMs?: number;
  readonly nowMs: number;
  /** By family, of the last look that was answered. */
  readonly left?: Readonly<Record<string, number>>;
  /** By family, the most that was ever seen at once. */
  readonly seen: Readonly<Record<string, number>>;
  /** Another run has taken over, whoever runs it wants it to end, or AWS will not tell. */
  readonly ends?: true;
  readonly problem?: string;
};

/** What came of it, for the run and its report. */
export type Waited = { readonly untilMs?: number; readonly note?: string; readonly warnings: readonly string[] };

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

const look = async (claim: Claim, { tasks: families }: WaitFor, before: Waiting, deps: JobDependencies) => {
  const nowMs = deps.runtime.now().getTime();
  const base = { ...before, sinceMs: before.sinceMs ?? nowMs, nowMs };
  if (deps.isInterrupted?.() || !(await isHeld(claim, nowMs, deps))) return { ...base, ends: true as const };
  try {
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

const waitedText = ({ sinceMs = 0, nowMs, left = {}, seen, problem }: Waiting): Waited => {
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
  const { waitFor } = deps.definition(request.environment).schedule.stop ?? {};
  if (!waitFor) return notAtAll;
  const check = (before: Waiting): Promise<Waiting> => look(claim, waitFor, before, deps);
  const waiting: Waiting = { nowMs: claim.at, seen: {} };
  return waitedText(await workflow.waitUntil<Waiting>('let jobs finish', waiting, check, nextPoll(waitFor)));
};

/** The run begins when it has waited: what it may take counts from then. */
export const afterWaiting = (claim: Claim, { untilMs }: Waited): Claim =>
  untilMs === undefined ? claim : { ...claim, at: Math.max(claim.at, untilMs) };
