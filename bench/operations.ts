// Durable operations of the most expensive runs that 60 resources can give cause for, against what the engine allows.
import type { Definition } from '#definition/definition.ts';
import { operationLimits } from '#kinds/operations.ts';
import { meteredRun } from '#sim/metered-run.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { simulation } from '#sim/simulation.ts';
import type { Family } from './figure.ts';
import { randomEnvironmentNight } from './start-nights.ts';

const threeHours = 3 * 3_600;

/** The night with its resources in one long chain, and all of them services: something new begins all the time. */
const chainOf = (count: number): Scenario => {
  const { definition } = randomEnvironmentNight(1, count);
  const resources = definition.resources.map(({ name }, index) => ({
    kind: 'ecs-service' as const,
    ...{ name, cluster: 'atlas', service: name, optional: false, fallbackDesired: 1 },
    dependsOn: index === 0 ? [] : definition.resources.slice(index - 1, index).map((one) => one.name),
    deadlineSeconds: { start: threeHours, stop: threeHours },
  }));
  const chain: Definition = { ...definition, resources };
  const startMinutes = (threeHours / 60 / count) * 0.97;
  const world = Object.fromEntries(resources.map(({ name }) => [name, { startMinutes, drainMinutes: 1 }]));
  return { ...ordinaryNight(chain, 1), name: 'one chain that takes three hours', world };
};

/** The night with one more database, which never comes up: the run waits for it until its deadline. */
const neverUp = (night: Scenario): Scenario => {
  const [first] = night.definition.resources.filter(({ kind }) => kind === 'rds-instance');
  if (!first) throw new Error(`${night.name}: there is no database`);
  const world = { ...night.world, [first.name]: { startMinutes: 400 } };
  return { ...night, name: 'a database that never comes up', world };
};

export const operationsOfStart = async (night: Scenario): Promise<number> => {
  const stage = simulation(night);
  await meteredRun(stage, 'stop');
  return (await meteredRun(stage, 'start')).operations;
};

export const expensiveNights = (): Scenario[] => [
  randomEnvironmentNight(1, 60),
  neverUp(randomEnvironmentNight(1, 60)),
  chainOf(60),
];

export const operations: Family = {
  namePrefixes: ['operations'],
  async *measure() {
    const counts: number[] = [];
    for (const night of expensiveNights()) counts.push(await operationsOfStart(night));
    yield {
      name: 'operations.max',
      value: Math.max(...counts),
      unit: 'operations',
      peer: operationLimits.operationsMax,
      against: "the engine's cap",
      limit: 1_500,
    };
  },
};
