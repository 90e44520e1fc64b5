// What happens in a scenario by itself: the environment's schedules, and the entries of the timeline.
import type { Action } from '#core/action.ts';
import { assertNever } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import type { LambdaHost } from './lambda.ts';
import { isLostAt } from './scenario/losses.ts';
import type { Delivery, TimelineEntry } from './scenario/scenario.ts';
import type { Simulation } from './simulation.ts';

/** Fires the schedules of the scenario's time, except those that are lost. */
type IsLost = (what: Delivery, ms: number) => boolean;

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
    case 'edit-schedule':
      stage.schedules.edit(environment, entry.function, entry.edit);
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
  { scenario, clock, reconcile }: Simulation,
  definition: Definition,
  isLost: IsLost,
): void => {
  const { fromMs, toMs } = scenario;
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
  for (const definition of [scenario.definition, ...(scenario.others ?? [])]) {
    simulation.schedules.install(definition, simulation.clock.nowMs());
    scheduleReconcile(simulation, definition, isLost);
  }
  for (const entry of scenario.timeline) clock.at(entry.at, () => happen(entry, simulation));
};
