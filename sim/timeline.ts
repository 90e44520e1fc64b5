// What happens in a scenario by itself: the environment's schedules, and the entries of the timeline.
import { Temporal } from 'temporal-polyfill';
import type { Action } from '#core/action.ts';
import { assertNever } from '#core/errors.ts';
import type { Definition, WeeklySlot } from '#definition/definition.ts';
import { slotsBetween } from '#definition/schedule/slots.ts';
import type { LambdaHost } from './lambda.ts';
import { isLostAt } from './scenario/losses.ts';
import type { Delivery, Scenario, TimelineEntry } from './scenario/scenario.ts';
import type { Simulation } from './simulation.ts';

/** EventBridge Scheduler skips a local time that a clock change leaves out that day (facts/aws-semantics.md 5). */
const exists = (slotMs: number, { at }: WeeklySlot, timeZone: string): boolean =>
  Temporal.Instant.fromEpochMilliseconds(slotMs)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .equals(Temporal.PlainTime.from(at));

/** Fires the schedules of the scenario's time, except those that are lost. */
type IsLost = (what: Delivery, ms: number) => boolean;

/** A definition, and for how long its schedules are those that are deployed. */
type Deployed = { readonly definition: Definition; readonly fromMs: number; readonly toMs: number };

/** Whoever deploys another definition deploys its schedules along with it. */
const deployedIn = ({ definition, others = [], timeline, fromMs, toMs }: Scenario): Deployed[] => {
  const changes = timeline.flatMap((entry) => (entry.do === 'redefine' ? [entry] : []));
  // From just before a change on, so that a tick at that very moment is the new definition's.
  const first = [{ definition, at: fromMs + 1 }, ...changes].map((one, index) => ({
    definition: one.definition,
    fromMs: one.at - 1,
    toMs: (changes[index]?.at ?? toMs + 1) - 1,
  }));
  return [...first, ...others.map((other) => ({ definition: other, fromMs, toMs }))];
};

const scheduleSlots = (
  { clock, host, cloud }: Simulation,
  { definition, fromMs, toMs }: Deployed,
  isLost: IsLost,
): void => {
  if (!definition.schedule.enabled) return;
  for (const action of ['start', 'stop'] as const) {
    const slot = definition.schedule[action];
    for (const slotMs of slot ? slotsBetween(slot, definition.timeZone, fromMs, toMs) : []) {
      // EventBridge Scheduler fires within the minute; a second or two is what is usually seen.
      const delayMs = cloud.chance.integer(`${action} delivery`, 0, 2_000);
      clock.at(slotMs + delayMs, () => {
        if (slot && exists(slotMs, slot, definition.timeZone) && !isLost(action, slotMs))
          deliver(host, action, definition.environment, new Date(slotMs).toISOString());
      });
    }
  }
};

const deliver = (host: LambdaHost, action: Action, environment: string, scheduledTime: string): void =>
  void host.invoke(action, { environment, requestedBy: 'schedule', scheduledTime });

const happen = (entry: TimelineEntry, stage: Simulation): void => {
  const { host, world, cloud, slack, scenario } = stage;
  const { environment } = scenario.definition;
  switch (entry.do) {
    case 'invoke':
      host.invoke(entry.function, { environment, requestedBy: 'rehearsal', ...entry.input });
      return;
    case 'deliver':
      for (let time = 0; time < entry.times; time++) deliver(host, entry.function, environment, entry.scheduledTime);
      return;
    case 'reconcile':
      stage.reconcile.invoke(Object.keys(entry.event).length > 0 ? entry.event : { environment });
      return;
    case 'hold':
    case 'release':
    case 'deploy':
      stage.person.run(entry);
      return;
    case 'scale':
      world.scale(entry.resource, entry.by, entry.to);
      return;
    case 'run-task':
      world.runTask(entry.cluster, entry.family, entry.minutes);
      return;
    case 'mute-alarm':
      stage.muteAlarm(entry.name, entry.muted);
      return;
    case 'switch':
      stage.setSwitch(entry.enabled);
      return;
    case 'set':
      world.set(entry.resource, entry.facts);
      return;
    case 'fault':
      cloud.faults.add(entry.fault);
      return;
    case 'crash':
      host.planCrash(entry.function, entry);
      return;
    case 'slack':
      slack.answerNext(entry);
      return;
    case 'heal':
      cloud.faults.clear();
      host.clearCrashes();
      slack.answerWell();
      cloud.trace.add({ type: 'healed' });
      return;
    case 'redefine':
      stage.redefine(entry.definition);
      return;
    case 'lose-schedules':
      return;
    default:
      assertNever(entry);
  }
};

const reconcileEveryMs = 15 * 60_000;

/** Ticks from the beginning of the scenario to its end, at the quarters of the hour. */
const scheduleReconcile = (
  { clock, reconcile }: Simulation,
  { definition, fromMs, toMs }: Deployed,
  isLost: IsLost,
): void => {
  if (!definition.schedule.enabled) return;
  const first = Math.ceil((fromMs + 1) / reconcileEveryMs) * reconcileEveryMs;
  // A few seconds past the quarter, so that it does not race the slots that it watches over.
  for (let ms = first; ms <= toMs; ms += reconcileEveryMs)
    clock.at(ms + 20_000, () => {
      if (!isLost('reconcile', ms)) reconcile.invoke({ environment: definition.environment });
    });
};

/** Puts everything that is to happen into the clock's queue. */
export const setTimeline = (simulation: Simulation): void => {
  const { scenario, clock } = simulation;
  const isLost: IsLost = (what, ms) => isLostAt(scenario, what, ms);
  for (const deployed of deployedIn(scenario)) {
    scheduleSlots(simulation, deployed, isLost);
    scheduleReconcile(simulation, deployed, isLost);
  }
  for (const entry of scenario.timeline) clock.at(entry.at, () => happen(entry, simulation));
};
