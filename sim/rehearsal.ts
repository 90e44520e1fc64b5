// A rehearsal: the production functions over the simulated AWS, from the scenario's first minute to its last.

import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import type { Plan } from '#run/plan/plan.ts';
import { planForPerson } from '#run/plan/plan-for-person.ts';
import type { Invocation } from './aws/simulated-aws.ts';
import type { Scenario } from './scenario/scenario.ts';
import { simulation, type Watcher } from './simulation.ts';
import { setTimeline } from './timeline.ts';
import type { Traced } from './trace.ts';
import type { SimulatedWorld } from './world.ts';

export type Rehearsal = {
  readonly scenario: Scenario;
  readonly lines: readonly Traced[];
  readonly reports: readonly Report[];
  readonly before: ReturnType<SimulatedWorld['state']>;
  readonly after: ReturnType<SimulatedWorld['state']>;
  /** How resources stood at the times at which the scenario expects something of them. */
  readonly statesAt: ReadonlyMap<number, ReturnType<SimulatedWorld['state']>>;
};

/** Runs that are still going at the end get this long to end by themselves. */
const overtimeMs = 6 * 3_600_000;

const callCounts = (lines: readonly Traced[]): Record<string, number> => {
  const counts = new Map<string, number>();
  for (const { event } of lines)
    if (event.type === 'call' && !event.together) counts.set(event.operation, (counts.get(event.operation) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
};

/**
 * What a start or a stop would do in a scenario's world, without doing it. Before a start is planned the world is stopped
 * by a real run, so that memories are there as they would be.
 */
export const planInSimulation = async (scenario: Scenario, action: Action, only?: readonly string[]): Promise<Plan> => {
  const stage = simulation({ ...scenario, timeline: [] }, {});
  const { environment } = scenario.definition;
  if (action === 'start') {
    stage.host.invoke('stop', { environment, requestedBy: 'rehearsal' });
    await stage.clock.run(() => stage.host.runsInFlight() === 0);
  }
  const planner: Invocation = { function: 'plan', action, dead: false, onDeath: () => {} };
  let plan: Plan | undefined;
  const planned = planForPerson(action, environment, stage.dependencies(planner), only).then((made) => {
    plan = made;
    return made;
  });
  await stage.clock.run(() => plan !== undefined);
  return planned;
};

/** Rehearses a scenario to its end. The same scenario and seed give the same lines. */
export const rehearse = async (scenario: Scenario, watcher: Watcher = {}): Promise<Rehearsal> => {
  const stage = simulation(scenario, watcher);
  const { clock, host, reconcile, person, world, slack, cloud } = stage;
  const before = world.state();
  setTimeline(stage);
  const statesAt = new Map<number, ReturnType<SimulatedWorld['state']>>();
  for (const expectation of scenario.expect ?? []) {
    const at = expectation.of === 'state' ? expectation.at : undefined;
    if (at !== undefined) clock.at(at, () => void statesAt.set(at, world.state()));
  }
  clock.at(scenario.toMs, () => {});
  const isIdle = () =>
    host.runsInFlight() === 0 && reconcile.inFlight() === 0 && person.inFlight() === 0 && slack.waiting() === 0;
  await clock.run(() => {
    const now = clock.nowMs();
    return now >= scenario.toMs && (isIdle() || now >= scenario.toMs + overtimeMs);
  }, watcher.onAdvance);
  cloud.trace.add({
    type: 'end',
    resources: world.state(),
    memory: stage.itemsOf('MEMORY#'),
    overrides: stage.itemsOf('OVERRIDE#'),
    lease: stage.itemsOf('LEASE')[0] ?? null,
    calls: callCounts(cloud.trace.lines),
  });
  return { scenario, lines: cloud.trace.lines, reports: host.reports, before, after: world.state(), statesAt };
};

/** The status of every resource when a scenario begins. */
export const initialStatuses = (scenario: Scenario): Record<string, string> =>
  Object.fromEntries(
    Object.entries(simulation(scenario, {}).world.state()).map(([name, { status }]) => [name, status ?? 'unknown']),
  );
