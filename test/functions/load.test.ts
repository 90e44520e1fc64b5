// A very large environment in one run: 120 databases and 300 services over 5 clusters, at the rates that AWS
// publishes. Nothing is missed, nothing is done twice, and the run stays far below the engine's limit.
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { meteredRun } from '#sim/metered-run.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { type Simulation, simulation } from '#sim/simulation.ts';
import { database, definitionOf, numbered, service } from '#test/support/definitions.ts';

const databases = numbered(120, 'db', (name) => database(name, { deadlineSeconds: { start: 5_400, stop: 5_400 } }));
const services = numbered(300, 'app', (name, index) =>
  service(name, {
    cluster: `atlas-${index % 5}`,
    dependsOn: [`db-${String(1 + (index % 120)).padStart(3, '0')}`],
    deadlineSeconds: { start: 5_400, stop: 5_400 },
  }),
);
const definition = definitionOf([...databases, ...services]);
/** Every third service says nothing about the health of its tasks. */
const world = Object.fromEntries(services.map(({ name }, index) => [name, { healthCheck: index % 3 !== 0 }]));

/** Changes that were carried out, by what and to what. */
const changes = ({ cloud }: Simulation, action: Action): string[] =>
  cloud.trace.lines.flatMap(({ event }) =>
    event.type === 'call' && event.function === action && event.mutating && event.resource && !event.error
      ? [`${event.operation} ${event.resource}`]
      : [],
  );

/** The most changes that a run tried after one look: each look reads services or databases, none of which a change does. */
const mostAfterOneLook = ({ cloud }: Simulation, action: Action): number => {
  let most = 0;
  let since: Set<string> = new Set();
  for (const { event } of cloud.trace.lines) {
    if (event.type !== 'call' || event.function !== action) continue;
    if (/^(ecs|rds):Describe/.test(event.operation)) since = new Set();
    if (!event.mutating) continue;
    if (event.resource) most = Math.max(most, since.add(event.resource).size);
  }
  return most;
};

const twice = (all: readonly string[]): string[] => all.filter((one, index) => all.indexOf(one) < index);

describe('an environment of 120 databases and 300 services', () => {
  it('an environment of 120 databases and 300 services stops and starts completely, each resource once, within 2,000 durable operations', async () => {
    const stage = simulation({ ...ordinaryNight(definition, 1), world });
    const before = stage.world.state();
    const stop = await meteredRun(stage, 'stop');
    const down = Object.values(stage.world.state());
    const start = await meteredRun(stage, 'start');

    expect([stop.report.outcome, start.report.outcome]).toEqual(['done', 'done']);
    expect(down.filter(({ status }) => status === 'stopped')).toHaveLength(420);
    expect(stage.world.state()).toEqual(before);
    const stopping = changes(stage, 'stop');
    expect(stopping.filter((one) => one.startsWith('rds:StopDBInstance'))).toHaveLength(120);
    expect(stopping.filter((one) => one.startsWith('ecs:UpdateService'))).toHaveLength(300);
    expect([...twice(stopping), ...twice(changes(stage, 'start'))]).toEqual([]);
    expect(mostAfterOneLook(stage, 'stop')).toBe(60);
    expect(stop.operations).toBeLessThanOrEqual(2_000);
    expect(start.operations).toBeLessThanOrEqual(2_000);
    expect(Math.max(stop.largest, start.largest), 'a checkpoint takes 256 KB').toBeLessThan(256 * 1_024);
  }, 150_000);
});
