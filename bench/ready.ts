// From the slot of a start to all ready: against the longest chain of what AWS itself took, which nobody can beat, and
// against other ways to start the same environment.
import { prerequisites } from '#definition/dependency-graph.ts';
import { longestChainSeconds } from '#sim/invariants/true-durations.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { type EarlyMorning, earlyMornings } from './early-weeks.ts';
import type { Family, Figure } from './figure.ts';
import { blindStart, serialSeconds, stagesSeconds } from './other-orders.ts';
import { playStart, randomEnvironmentNight, stagingNight } from './start-nights.ts';
import { median } from './statistics.ts';

type Readiness = {
  readonly seconds: number;
  readonly limit: number;
  readonly serial: number;
  readonly stages: number;
  readonly blind: number;
  readonly blindFailures: number;
};

export const readinessOf = async (night: Scenario): Promise<Readiness> => {
  const { seconds, durations } = await playStart(night);
  const { definition } = night;
  const blind = blindStart(definition, durations);
  return {
    seconds,
    limit: longestChainSeconds(durations, prerequisites(definition.resources, 'start')),
    serial: serialSeconds(durations),
    stages: stagesSeconds(definition, durations),
    blind: blind.seconds,
    blindFailures: blind.failures,
  };
};

const others = {
  serial: 'one after the other',
  stages: 'stage by stage, with barriers',
  blind: 'all at once, without gates',
} as const;

const ratios = (all: readonly Readiness[]): number[] => all.map(({ seconds, limit }) => seconds / limit);

/** What other ways take as a multiple of what Curfew takes: the middle of all environments. */
const compared = (prefix: string, all: readonly Readiness[]): Figure[] => [
  ...(['serial', 'stages', 'blind'] as const).map((way) => ({
    name: `${prefix}.${way}`,
    value: median(all.map((one) => one[way] / one.seconds)),
    unit: '× Curfew',
    against: others[way],
  })),
  {
    name: `${prefix}.blind.failures`,
    value: median(all.map(({ blindFailures }) => blindFailures)),
    unit: 'failed starts',
    peer: 0,
    against: 'Curfew',
  },
];

const environments = 200;
const stagingNights = 21;

const weeks = 21;
const mornings = 20;
/** What a run learns from before it counts. */
const learning = 5;

/** Staging with early dependencies, after five nights: each of the mornings that follow. */
async function* earlyFigures(): AsyncGenerator<Figure> {
  const all: EarlyMorning[] = [];
  for (let seed = 1; seed <= weeks; seed++) all.push(...(await earlyMornings(seed, mornings)).slice(learning));
  const share = (is: (one: EarlyMorning) => boolean): number => (100 * all.filter(is).length) / all.length;
  yield { name: 'ready.early.median', value: median(all.map(({ ratio }) => ratio)), unit: '× chain', limit: 0.85 };
  yield { name: 'ready.early.worst', value: Math.max(...all.map(({ ratio }) => ratio)), unit: '× chain', limit: 1.1 };
  yield { name: 'ready.early.in-vain', value: share(({ inVain }) => inVain > 0), unit: '% of nights', limit: 5 };
  yield { name: 'ready.early.wrong', value: share(({ isRight }) => !isRight), unit: '% of nights', limit: 0 };
}

export const ready: Family = {
  namePrefixes: ['ready'],
  async *measure() {
    const all: Readiness[] = [];
    for (let seed = 1; seed <= environments; seed++) all.push(await readinessOf(randomEnvironmentNight(seed)));
    yield { name: 'ready.ratio.median', value: median(ratios(all)), unit: '× chain', limit: 1.03 };
    yield { name: 'ready.ratio.worst', value: Math.max(...ratios(all)), unit: '× chain', limit: 1.1 };
    yield* compared('ready', all);
    const staging: Readiness[] = [];
    for (let seed = 1; seed <= stagingNights; seed++) staging.push(await readinessOf(stagingNight(seed)));
    yield { name: 'ready.staging.median', value: median(ratios(staging)), unit: '× chain', limit: 1.03 };
    yield { name: 'ready.staging.worst', value: Math.max(...ratios(staging)), unit: '× chain', limit: 1.1 };
    yield* compared('ready.staging', staging);
    yield* earlyFigures();
  },
};
