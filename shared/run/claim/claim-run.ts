// The second step of every run: the right to change the environment, or the reason why not.

import type { Action } from '#core/action.ts';
import { isFromTheFuture } from '#core/ended.ts';
import { InputError, OperationError } from '#core/errors.ts';
import { offsetTime } from '#core/offset-time.ts';
import { type Claim, type Lease, leaseInForce, type NotClaimed, type RunRequest } from '#core/run.ts';
import type { Workflow } from '#core/workflow.ts';
import type { Definition } from '#definition/definition.ts';
import { unknownInPart } from '#definition/part.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { attended } from '../plan/attended.ts';
import type { Identity } from './identify.ts';
import { judgeOwnTime, judgeWhole, leftAwake, type PartJudgement } from './judge-part.ts';
import { judgeRequest } from './judge-request.ts';

/** What people asked for within the longest tolerance is among so many. */
const reportsMax = 10;

const circumstancesOf = async (environment: string, { state }: Dependencies, nowMs: number) => {
  const [{ overrides, lease }, reports] = await Promise.all([
    state.readState(environment),
    state.reports(environment, reportsMax),
  ]);
  return { overrides, reports, lease, nowMs };
};

/** Whoever has a week of its own stays awake in it; what is not known then keeps nobody from acting. */
const byHand = async (action: Action, { only, environment }: RunRequest, deps: Dependencies, nowMs: number) => {
  if (action === 'start' || only) return admitted;
  const definition = await attended(deps.definition(environment), deps);
  if (definition.resources.every(({ awakeOn }) => awakeOn === undefined)) return admitted;
  const nothingKnown = { overrides: [], reports: [], lease: undefined, nowMs };
  const known = await circumstancesOf(environment, deps, nowMs).catch((error: unknown) => {
    if (error instanceof OperationError && !error.retryable) return nothingKnown;
    throw error;
  });
  return { ...admitted, leaves: leftAwake(definition, { ...known, enabled: true }) };
};

const admitted = { admitted: true } as const;

/** What binds scheduled work only is read for scheduled work only: a person may act by hand, whatever is broken. */
const judge = async (
  action: Action,
  request: RunRequest,
  deps: Dependencies,
  nowMs: number,
): Promise<PartJudgement> => {
  const { environment, only, scheduledTime } = request;
  if (scheduledTime === undefined) return byHand(action, request, deps, nowMs);
  const [enabled, known, definition] = await Promise.all([
    deps.isEnabled(environment),
    circumstancesOf(environment, deps, nowMs),
    attended(deps.definition(environment), deps),
  ]);
  const circumstances = { enabled, ...known };
  if (only) return judgeOwnTime(action, { ...request, only }, definition, circumstances);
  const judgement = judgeRequest(action, request, definition, circumstances);
  return judgement.admitted ? judgeWhole(action, request, definition, circumstances) : judgement;
};

/** Whoever is turned away wants to know whether the other is alive, until when to wait at most, and how to go on if it is not. */
const heldBy = (lease: Lease, wanted: Action, { environment, timeZone }: Definition, nowMs: number): string => {
  const { run, action, until, seconds = limits.leaseSeconds } = lease;
  const end = offsetTime(until, timeZone);
  if (action === 'deploy')
    return (
      `${run} is deploying to ${environment} until ${end} at the latest; nothing was changed. ` +
      `If the deployment is dead: curfew deploy-guard ${environment} --release`
    );
  const silentSeconds = Math.max(0, Math.round((nowMs - (until - seconds * 1_000)) / 1_000));
  return (
    `${run} is changing ${environment} (${action}); nothing was changed. ` +
    `Its last sign of life is ${silentSeconds} s old; its lease ends at ${end} unless it is renewed. ` +
    `If its process is dead: curfew ${wanted} ${environment} --supersede`
  );
};

const claim = async (action: Action, request: RunRequest, deps: Dependencies, identity: Identity): Promise<Claim> => {
  const { run, at, id } = identity;
  const { environment, scheduledTime, readyBy } = request;
  const granted: Claim = { run, action, request, at, granted: true };
  const not = (outcome: NotClaimed, reason: string): Claim => ({ ...granted, granted: false, outcome, reason });
  const unknown = unknownInPart(deps.definition(environment), request.only ?? []);
  if (unknown !== undefined) return not('refused', `${unknown}; nothing was changed`);
  // Before the slot is taken: taken in advance, its own delivery would find it done, and a hold made until then would not be asked.
  const early = scheduledTime !== undefined && isFromTheFuture(Date.parse(scheduledTime), at);
  if (early) return not('skipped', `its slot at ${scheduledTime} is in the future; nothing was changed`);
  if (scheduledTime !== undefined && !request.dryRun) {
    const slot = { action, scheduledTime: readyBy ?? scheduledTime, ...(request.only ? { only: request.only } : {}) };
    const owner = await deps.state.claimSlot(environment, slot, id);
    if (owner !== id) return not('duplicate', 'this slot was already delivered; the first delivery handles it');
  }
  const judged = await judge(action, request, deps, at);
  if (!judged.admitted)
    return { ...not(judged.outcome, judged.reason), ...(judged.quiet ? { quiet: judged.quiet } : {}) } as Claim;
  const only = judged.only ?? request.only;
  const { leaves = [] } = judged;
  const toDo: Claim = {
    ...granted,
    request: only ? { ...request, only } : request,
    ...(leaves.length > 0 ? { leaves } : {}),
  };
  if (request.dryRun) return toDo;
  // Only who supersedes takes it from anybody: otherwise it is granted where it is free, or this run's own.
  const before = request.supersede ? await deps.state.readLease(environment) : undefined;
  // What the lease says of itself survives a crash between taking it and noting that it was taken.
  const superseded = before?.run === run ? before.superseded : leaseInForce(before, at)?.run;
  const { requestedBy, since } = request.onBehalfOf ?? { requestedBy: request.requestedBy, since: at };
  const until = at + limits.leaseSeconds * 1_000;
  const takenFrom = superseded === undefined ? {} : { superseded };
  const lease = { run, action, until, requestedBy, since, ...(only ? { only } : {}), ...takenFrom };
  const held = await deps.state.acquireLease(environment, lease, at, request.supersede);
  if (held.run !== run) return not('refused', heldBy(held, action, deps.definition(environment), at));
  return { ...toDo, ...takenFrom };
};

/** Without the right to change anything nothing is changed, and that is reported like any other end of a run. */
export const unclaimed = (action: Action, request: RunRequest, { run, at }: Identity, error: unknown): Claim => {
  const reason = `nothing was changed: ${error instanceof Error ? error.message : String(error)}`;
  return { run, action, request, at, granted: false, outcome: 'failed', reason };
};

/** What will fail again is not retried: a missing permission, a switch that is neither on nor off. */
const claimOrFail = async (action: Action, request: RunRequest, deps: Dependencies, identity: Identity) => {
  try {
    return await claim(action, request, deps, identity);
  } catch (error) {
    const isFinal = error instanceof InputError || (error instanceof OperationError && !error.retryable);
    if (!isFinal) throw error;
    return unclaimed(action, request, identity, error);
  }
};

/** Claims the slot, then the lease. */
export const claimRun = async (
  workflow: Workflow,
  action: Action,
  request: RunRequest,
  identity: Identity,
  deps: Dependencies,
): Promise<Claim> => {
  try {
    return await workflow.step('claim', () => claimOrFail(action, request, deps, identity), limits.stepRetry);
  } catch (error) {
    return unclaimed(action, request, identity, error);
  }
};
