// How the CPU time of a plan and of its run grows with the number of resources.

import type { ResourceName } from '#core/resource.ts';
import type { Claim } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import type { Resource } from '#kinds/resource.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { runPlan } from '#run/loop/run-plan.ts';
import { planNow } from '#run/plan/plan-run.ts';
import { seededChance } from '#sim/random/chance.ts';
import { randomDefinition } from '#sim/random/definition.ts';
import { cpuSecondsOf } from './cpu-time.ts';
import type { Family } from './figure.ts';
import { instantWorld } from './instant-world.ts';
import { exponent, median } from './statistics.ts';

const sizes = [10, 100, 1_000, 5_000] as const;
const repeats = 5;

const nameOf = (index: number): ResourceName => `db-${index}` as ResourceName;

/** Databases in groups of ten: nine depend on the first of their group, and the firsts on nothing. */
const resourcesOf = (count: number): Resource[] =>
  Array.from({ length: count }, (_, index) => ({
    kind: 'rds-instance',
    name: nameOf(index),
    instance: nameOf(index),
    dependsOn: index % 10 === 0 ? [] : [nameOf(index - (index % 10))],
    deadlineSeconds: { start: 3_600, stop: 3_600 },
    optional: false,
  }));

export const definitionOf = (count: number): Definition => ({
  ...randomDefinition(seededChance(1), '2026-11-16', 1),
  resources: resourcesOf(count),
});

/** Throws if anything did not start. */
export const planAndRun = async (definition: Definition): Promise<void> => {
  const { deps, nowMs, sleepUntil } = instantWorld(definition);
  const { environment } = definition;
  const at = nowMs();
  const request = { environment, requestedBy: 'bench', supersede: false, dryRun: false };
  const claim: Claim = { run: 'bench', action: 'start', request, at, granted: true };
  const plan = await planNow('start', environment, deps);
  const log = { info: () => {}, warn: () => {} };
  const workflow = localWorkflow({ journal: memoryJournal(), log, nowMs, sleepUntil });
  const { outcomes } = await runPlan(workflow, claim, plan, definition.resources, deps);
  const open = outcomes.filter(({ outcome }) => outcome !== 'done' && outcome !== 'skipped');
  if (outcomes.length !== definition.resources.length || open.length > 0)
    throw new Error(`${open.length} of ${outcomes.length} databases did not start: ${open[0]?.reason}`);
};

/** The middle of some repetitions; small sizes are repeated more often, to be longer than the clock is coarse. */
const secondsOf = async (count: number): Promise<number> => {
  const definition = definitionOf(count);
  const times = Math.max(1, Math.round(1_000 / count));
  const measured: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { seconds } = await cpuSecondsOf(async () => {
      for (let time = 0; time < times; time++) await planAndRun(definition);
    });
    measured.push(seconds / times);
  }
  return median(measured);
};

export const scale: Family = {
  namePrefixes: ['scale'],
  async *measure() {
    await secondsOf(100);
    const points: [number, number][] = [];
    for (const size of sizes) {
      const seconds = await secondsOf(size);
      points.push([size, seconds]);
      yield { name: `scale.${size}`, value: seconds * 1_000, unit: 'ms CPU' };
    }
    yield { name: 'scale.exponent', value: exponent(points), unit: 'exponent', limit: 1.2 };
  },
};
