// What to do about an ECS service and its scalable target. Order of changes: facts/aws-semantics.md 2.7.
import type { Action } from '#core/action.ts';
import { pluralise } from '#core/pluralise.ts';
import { type KindDecision, standingOfCount } from '../decision.ts';
import type { Effect } from '../effect.ts';
import type { ServiceMemory } from '../memory.ts';
import type { Next } from '../next.ts';
import type { ResourceOf } from '../resource.ts';
import type { EcsObservation, Scaling } from './definition.ts';
import { allSuspended, both, canLeaveZero, cutOff, same, toRemember } from './remember.ts';
import { type MadeUpFor, madeUpFor } from './scheduled.ts';

type EcsService = ResourceOf<'ecs-service'>;

const tasks = (count: number): string => pluralise(count, 'task');

const isSteady = (seen: EcsObservation): boolean =>
  seen.running === seen.desired && seen.tasksHealthy >= seen.desired && seen.rollout === 'settled';

/** What was deleted does not come up, and as soon as its last task is gone it is in nobody's way. */
const gone = (action: Action, { status, tasksLeft }: EcsObservation): Next => {
  if (action === 'start' || !(status === 'INACTIVE' || status === 'DRAINING'))
    return {
      kind: 'fail',
      reason: `the service is ${status}, not ACTIVE; it was deleted or is being deleted`,
      code: status,
    };
  if (status === 'DRAINING' && tasksLeft > 0)
    return { kind: 'wait', reason: `being deleted (DRAINING), ${tasks(tasksLeft)} still running` };
  return { kind: 'ready', reason: `the service is ${status}: it was deleted and has no tasks` };
};

const remedies: Readonly<Record<NonNullable<EcsObservation['countless']>, string>> = {
  DAEMON: 'a DAEMON service has no task count: it runs one task on every instance of its cluster',
  EXTERNAL:
    'the EXTERNAL deployment controller keeps its tasks in task sets, which a task count does not stop or start',
};

/**
 * Refused when it is planned: AWS would refuse the change, or take it and do nothing. What is left alone is only looked at, and
 * what is up needs no start.
 */
const countless = (action: Action, { leaveAlone }: EcsService, seen: EcsObservation): Next | undefined => {
  if (seen.countless === undefined || leaveAlone !== undefined) return undefined;
  const why = remedies[seen.countless];
  if (action === 'start' && seen.desired > 0 && isSteady(seen))
    return { kind: 'ready', reason: `steady with ${tasks(seen.desired)}, unchanged: ${why}` };
  const remedy = 'remove it from the definition, or set leaveAlone to only check it';
  return { kind: 'refuse', reason: `${why}; ${remedy}`, code: seen.countless };
};

/**
 * Suspend before lowering, and in a step of its own: registering a target pulls the count into its bounds at once, even out
 * of zero, so a suspension that is repeated after a crash must not come after the count is at zero. A minimum of zero pulls
 * nothing up.
 */
const toLower = (seen: EcsObservation): Effect[] => {
  if (seen.desired === 0) return canLeaveZero(seen) ? [{ do: 'set-scaling', suspended: allSuspended }] : [];
  const isSuspended = !seen.scaling || same(seen.scaling.suspended, allSuspended);
  return isSuspended ? [{ do: 'set-desired-count', desired: 0 }] : [{ do: 'set-scaling', suspended: allSuspended }];
};

const loweringReason = (seen: EcsObservation): string => {
  if (seen.desired > 0) return `${tasks(seen.desired)} desired, should be 0`;
  return canLeaveZero(seen)
    ? 'at 0; suspending autoscaling, which could raise it'
    : 'at 0; storing that for the next start';
};

/** `2026-11-20T23:18Z`: a decision knows no time zone. */
const untilText = (ms: number | undefined): string =>
  ms === undefined ? '' : ` until ${new Date(ms).toISOString().slice(0, 16)}Z, unless the tasks extend it`;

const draining = ({ tasksLeft, protection, protectedUntil }: EcsObservation): string =>
  protection === undefined
    ? `draining, ${tasks(tasksLeft)} left`
    : `${tasks(tasksLeft)} still running with scale-in protection${untilText(protectedUntil)}: ${protection}`;

const cutOffWarning = ({ cutOff }: Pick<ServiceMemory, 'cutOff'>): { readonly warning?: string } =>
  cutOff === undefined
    ? {}
    : {
        warning: `the rollout of ${cutOff} was not finished: the stop ends it, and the next start uses ${cutOff}`,
      };

const stop = (service: EcsService, seen: EcsObservation, memory: ServiceMemory | undefined): Next => {
  if (seen.status !== 'ACTIVE') return gone('stop', seen);
  const refused = countless('stop', service, seen);
  if (refused) return refused;
  const effects = [...toRemember(seen, memory), ...toLower(seen)];
  if (effects.length > 0) {
    const { warning } = cutOffWarning(cutOff(seen));
    const reason = loweringReason(seen);
    return { kind: 'act', effects, reason: warning ? `${reason}; ${warning}` : reason };
  }
  if (seen.tasksLeft > 0) return { kind: 'wait', reason: draining(seen) };
  return { kind: 'ready', reason: 'no tasks left', ...(memory ? cutOffWarning(memory) : {}) };
};

/**
 * Ends the suspensions that are our own. A stop changes nothing else about scaling, so every other difference was set by somebody
 * since: bounds stay as they are, and what was resumed is not suspended again.
 */
const lift = (seen: Scaling | undefined, remembered: Scaling | undefined): Effect[] => {
  if (!seen || !remembered) return [];
  const suspended = both(seen.suspended, remembered.suspended);
  return same(seen.suspended, suspended) ? [] : [{ do: 'set-scaling', suspended }];
};

/** Made with the count, so that a start that gets no further leaves no memory behind that beats what its owner sets next. */
const giveBack = (memory: ServiceMemory | undefined): Effect[] =>
  memory && !memory.givenBack ? [{ do: 'give-back', capturedBy: memory.run }] : [];

/** As many as the circuit breaker of ECS lets fail (facts/aws-semantics.md 2.2), which guards no change of the count. */
const failuresMax = (desired: number): number => Math.min(200, Math.max(3, Math.ceil(desired / 2)));

/**
 * From when on enough tasks failed to say that no other will do better. One failure may be chance, a second of the same kind is
 * none; a rollout has a circuit breaker that may yet end it.
 */
const hopelessSince = ({ trouble, desired, rollout }: EcsObservation): number | undefined => {
  if (trouble === undefined || trouble.cause === 'passing') return undefined;
  const most = trouble.cause === 'hopeless' ? 2 : failuresMax(desired);
  return trouble.failedAt[(rollout === 'in-progress' ? 2 * failuresMax(desired) : most) - 1];
};

const cutOffNote = (memory: ServiceMemory | undefined): string =>
  memory?.cutOff === undefined ? '' : `; starts with ${memory.cutOff}, whose rollout the stop interrupted`;

/**
 * Some tasks serve: health is only read where the counters of the service are at the goal, so that of a scale-out or a rollout its
 * running tasks count, unless ECS says that tasks fail. A scale-out from zero has none that runs for a moment.
 */
const isPartlyUp = ({ running, desired, tasksHealthy, rollout, trouble, startedLately }: EcsObservation): boolean => {
  if (tasksHealthy > 0) return true;
  const isMoving = running > 0 ? running !== desired || rollout === 'in-progress' : startedLately === true;
  return isMoving && trouble === undefined;
};

/** On the way up: nothing once the service is steady. */
const notYet = (seen: EcsObservation, memory: ServiceMemory | undefined): Next | undefined => {
  if (seen.rollout === 'failed') {
    const cause = seen.rolloutReason ?? seen.trouble?.reason;
    const reason = `its deployment failed and was rolled back or is stuck${cause === undefined ? '' : `: ${cause}`}`;
    return { kind: 'fail', reason, code: 'ROLLOUT_FAILED' };
  }
  if (isSteady(seen)) return undefined;
  const { trouble, rollingOut } = seen;
  const rollout = rollingOut === undefined ? '' : `, a rollout of ${rollingOut} is in progress`;
  const troubleNote = trouble === undefined ? '' : `: ${trouble.reason}`;
  const reason = `${seen.tasksHealthy} of ${tasks(seen.desired)} healthy${rollout}${troubleNote}${cutOffNote(memory)}`;
  const since = hopelessSince(seen);
  if (since === undefined) return { kind: 'wait', reason, ...(isPartlyUp(seen) ? { partlyUp: true } : {}) };
  const code = trouble?.cause === 'hopeless' ? 'CANNOT_START' : 'TASKS_FAIL';
  return { kind: 'fail', reason: `${reason} (${tasks(trouble?.failedAt.length ?? 0)} failed)`, code, since };
};

/** A service that is at zero on purpose stays so; only what a stop suspended is resumed. */
const upAtZero = (seen: EcsObservation, memory: ServiceMemory | undefined, missed: MadeUpFor | undefined): Next => {
  const reason = `at 0 on purpose${missed ? `; ${madeUpNote(missed)}` : ''}`;
  const lifted = memory?.desired === 0 ? liftWith(seen, memory, missed) : [];
  if (lifted.length === 0) return { kind: 'ready', reason };
  // Nobody waits for it: it is where its owner wants it.
  return { kind: 'act', effects: [...giveBack(memory), ...lifted], reason, final: true, serves: true };
};

const madeUpNote = ({ name, bounds }: MadeUpFor): string =>
  `its scheduled action ${name} was due during the downtime: bounds ${bounds.min}–${bounds.max}`;

const liftWith = (seen: EcsObservation, memory: ServiceMemory, missed: MadeUpFor | undefined): Effect[] =>
  lift(seen.scaling, memory.scaling).map((effect) =>
    missed && effect.do === 'set-scaling' ? { ...effect, bounds: missed.bounds } : effect,
  );

/**
 * A zero that was there before the stop is its owner's, unless the definition says otherwise and how many tasks there are to be; or
 * the owner's own schedule, of which the downtime kept AWS from pulling the count into its bounds.
 */
const wanted = (
  { startAlways, fallbackDesired }: EcsService,
  memory: ServiceMemory | undefined,
  missed: MadeUpFor | undefined,
): number | undefined => {
  const count = memory?.desired === 0 && startAlways ? (fallbackDesired ?? 0) : (memory?.desired ?? fallbackDesired);
  return missed && count !== undefined ? Math.min(missed.bounds.max, Math.max(missed.bounds.min, count)) : count;
};

const bringingUp = (desired: number, memory: ServiceMemory | undefined, missed: MadeUpFor | undefined): string => {
  if (missed && memory?.desired !== desired) return `${madeUpNote(missed)}; starting ${tasks(desired)}`;
  if (memory && memory.desired > 0) return `${tasks(desired)} remembered`;
  const before = memory ? 'at 0 before the stop, startAlways' : 'no stored count';
  return `${before}, starting the configured ${tasks(desired)}`;
};

/** Count before resuming; the memory is consumed last. */
const start = (service: EcsService, seen: EcsObservation, memory: ServiceMemory | undefined): Next => {
  if (seen.status !== 'ACTIVE') return gone('start', seen);
  const refused = countless('start', service, seen);
  if (refused) return refused;
  // A start has just raised it, which reads do not show yet; how it scales is not read while tasks are on their way.
  if (seen.desired === 0 && seen.tasksLeft > 0 && memory?.givenBack && memory.scaling)
    return { kind: 'wait', reason: `at 0, ${tasks(seen.tasksLeft)} there` };
  const missed = memory && madeUpFor(seen, memory);
  const desired = wanted(service, memory, missed);
  if (seen.desired === 0 && desired === undefined && canLeaveZero(seen))
    return { kind: 'ready', reason: 'at 0, to which its scaling may take it, and from which it raises it' };
  if (seen.desired === 0 && desired === undefined)
    return {
      kind: 'refuse',
      reason: 'at 0 and no stored task count; set the count by hand or configure fallbackDesired',
      code: 'NO_MEMORY',
    };
  if (seen.desired === 0 && desired !== undefined && desired > 0)
    return {
      kind: 'act',
      effects: [{ do: 'set-desired-count', desired }, ...giveBack(memory)],
      reason: bringingUp(desired, memory, missed),
    };
  const waiting = notYet(seen, memory);
  if (waiting) return waiting;
  if (seen.desired === 0) return upAtZero(seen, memory, missed);
  const reason = `steady with ${tasks(seen.desired)}${cutOffNote(memory)}`;
  if (!memory) return { kind: 'ready', reason };
  const lifted = liftWith(seen, memory, missed);
  const givenBack = lifted.length > 0 ? giveBack(memory) : [];
  return {
    kind: 'act',
    effects: [...givenBack, ...lifted, { do: 'forget', capturedBy: memory.run }],
    reason: missed ? `${reason}; ${madeUpNote(missed)}` : reason,
    final: true,
  };
};

/** What is learned from a start: when its tasks ran, and that some failed. */
const telling = (next: Next, { ranAfterSeconds, trouble }: EcsObservation): Next => {
  if (next.kind === 'refuse') return next;
  const failed = next.kind === 'wait' || next.kind === 'fail' ? (trouble?.failedAt ?? []) : [];
  return {
    ...next,
    ...(ranAfterSeconds === undefined ? {} : { ranAfterSeconds }),
    ...(failed.length > 0 ? { tasksFailedAt: failed } : {}),
    ...(failed.length > 0 && trouble?.livedSeconds !== undefined ? { livedSeconds: trouble.livedSeconds } : {}),
  };
};

export const towardsEcsService = (
  action: Action,
  service: EcsService,
  seen: EcsObservation,
  memory: ServiceMemory | undefined,
): Next => (action === 'start' ? telling(start(service, seen, memory), seen) : stop(service, seen, memory));

export const ecsServiceDecision: KindDecision<'ecs-service'> = {
  towards: (action, { resource, seen, memory }) => towardsEcsService(action, resource, seen, memory),
  standing: ({ desired }) => standingOfCount(desired),
  remembered: ({ desired }) => pluralise(desired, 'task'),
  // What was at zero stays as it is.
  isOwed: ({ desired, givenBack }) => desired > 0 && !givenBack,
};
