// One environment of 2,000 resources of all kinds: how long its plan takes, and whether a stop and a start of it stay within what the
// engine allows and within the rates that AWS publishes.
import type { Action } from '#core/action.ts';
import { operationLimits } from '#kinds/operations.ts';
import { meteredRun } from '#sim/metered-run.ts';
import { planInSimulation } from '#sim/rehearsal.ts';
import { simulation } from '#sim/simulation.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import type { Family, Figure } from './figure.ts';
import { largeNight } from './large-night.ts';
import { median } from './statistics.ts';

const count = 2_000;
const repeats = 5;
const actions: readonly Action[] = ['stop', 'start'];

/** All that an execution may write. */
const megabytesMax = 100;

const planSeconds = async (): Promise<number> => {
  const measured: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++)
    measured.push((await cpuSecondsOf(() => planInSimulation(largeNight(count), 'stop'))).seconds);
  return median(measured);
};

type LargeRun = {
  readonly action: Action;
  readonly minutes: number;
  readonly open: number;
  readonly operations: number;
  readonly bytes: number;
  readonly throttled: number;
};

/** The stop of an evening, and the start after it. */
const largeRuns = async (resources: number): Promise<LargeRun[]> => {
  const stage = simulation(largeNight(resources));
  const runs: LargeRun[] = [];
  const throttledSoFar = (): number =>
    stage.cloud.trace.lines.filter(({ event }) => event.type === 'call' && event.error === 'ThrottlingException')
      .length;
  for (const action of actions) {
    const before = throttledSoFar();
    const { report, operations, bytes } = await meteredRun(stage, action);
    const open = report.resources.filter(({ outcome }) => outcome !== 'done' && outcome !== 'skipped').length;
    const throttled = throttledSoFar() - before;
    runs.push({ action, minutes: report.seconds / 60, open, operations, bytes, throttled });
  }
  return runs;
};

export const large: Family = {
  namePrefixes: ['large'],
  async *measure() {
    const name = `large.${count}`;
    yield { name: `${name}.plan`, value: await planSeconds(), unit: 's CPU', limit: 1 };
    for (const { action, minutes, open, operations, bytes, throttled } of await largeRuns(count))
      yield* [
        { name: `${name}.${action}.minutes`, value: minutes, unit: 'min' },
        { name: `${name}.${action}.open`, value: open, unit: 'resources', limit: 0 },
        {
          name: `${name}.${action}.operations`,
          value: operations,
          unit: 'operations',
          limit: operationLimits.operationsMax,
        },
        { name: `${name}.${action}.written`, value: bytes / 1e6, unit: 'MB', limit: megabytesMax },
        { name: `${name}.${action}.throttled`, value: throttled, unit: 'calls' },
      ] satisfies Figure[];
  },
};
