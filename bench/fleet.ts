// A fleet in one account: environments that stop at the same minute against the rates that AWS publishes for the account.
import type { Definition } from '#definition/definition.ts';
import { spread } from '#definition/schedule/spread.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { ResourceWorld, Scenario } from '#sim/scenario/scenario.ts';
import type { Family, Figure } from './figure.ts';
import { peerNight } from './peer-night.ts';

const sizeOfOne = 10;
const spreadMinutes = 10;

/** The same environment under another name, with resources of its own. */
const named = ({ definition, world }: Scenario, environment: string, isSpread: boolean) => {
  const rename = (name: string): string => `${environment}-${name}`;
  const schedule = isSpread ? spread({ ...definition.schedule, spreadMinutes }, environment) : definition.schedule;
  const text = JSON.stringify({ ...definition, environment, schedule })
    .replaceAll(/atlas(?=["-])/g, environment)
    .replaceAll(/"(db|aurora|app)-(\d+)"/g, (_, kind, index) => JSON.stringify(rename(`${kind}-${index}`)));
  return {
    definition: JSON.parse(text) as Definition,
    world: Object.fromEntries(
      Object.entries(world).map(([name, facts]): [string, ResourceWorld] => [
        rename(name),
        { ...facts, startMinutes: 2, stopMinutes: 3, drainMinutes: 0.5 },
      ]),
    ),
  };
};

const fleetNight = (count: number, isSpread: boolean): Scenario => {
  const night = peerNight(sizeOfOne);
  const all = Array.from({ length: count }, (_, index) => named(night, `team-${index + 1}`, isSpread));
  const [first, ...others] = all;
  if (!first) throw new Error('a fleet has at least one environment');
  return {
    ...night,
    definition: first.definition,
    others: others.map(({ definition }) => definition),
    world: Object.assign({}, ...all.map(({ world }) => world)),
    // The stop alone: an hour around it.
    toMs: night.fromMs + 90 * 60_000,
  };
};

type Fleet = {
  /** From the hour in the definitions until the last environment was down. */
  readonly minutes: number;
  readonly failed: number;
  readonly ended: number;
  readonly throttled: number;
};

export const fleetOf = async (count: number, isSpread: boolean): Promise<Fleet> => {
  const { reports, lines, scenario } = await rehearse(fleetNight(count, isSpread));
  const stops = reports.filter(({ action }) => action === 'stop');
  const dueMs = scenario.fromMs + 30 * 60_000;
  return {
    minutes: Math.max(...stops.map(({ endedAt }) => Date.parse(endedAt) - dueMs)) / 60_000,
    failed: stops.filter(({ outcome }) => outcome !== 'done').length,
    ended: stops.length,
    throttled: lines.filter(({ event }) => event.type === 'call' && event.error === 'ThrottlingException').length,
  };
};

const minutesMax = 20;

export const fleet: Family = {
  namePrefixes: ['fleet'],
  async *measure() {
    for (const count of [50, 125])
      for (const isSpread of [false, true]) {
        const name = `fleet.${count}${isSpread ? '.spread' : ''}`;
        const { minutes, failed, ended, throttled } = await fleetOf(count, isSpread);
        yield* [
          { name: `${name}.minutes`, value: minutes, unit: 'min', limit: minutesMax },
          { name: `${name}.failed`, value: failed + count - ended, unit: 'runs', limit: 0 },
          { name: `${name}.throttled`, value: throttled, unit: 'calls' },
        ] satisfies Figure[];
      }
  },
};
