// Peak of resident memory of the built functions, each in a process of its own, while everything they speak to is in this one.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryMegabytes } from '#infra/product/function-settings.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { simulation } from '#sim/simulation.ts';
import { kafkaVersion, missingForKafka } from '../scripts/integration/kafka-jars.ts';
import { unpackRelease } from '../scripts/release.ts';
import type { Family, Figure, Skipped } from './figure.ts';
import type { FunctionName } from './functions.ts';
import { playCleanup } from './memory/cleanup.ts';
import { bundleChild, type FunctionProcess } from './memory/function-process.ts';
import { playNight } from './memory/night.ts';
import { randomEnvironmentNight } from './start-nights.ts';

const loadedFigure = (name: FunctionName, { megabytes }: FunctionProcess): Figure => ({
  name: `memory.${name}.loaded`,
  value: megabytes.loaded,
  unit: 'MB',
  peer: megabytes.node,
  against: 'Node alone',
});

const peakFigure = (name: FunctionName, { megabytes }: FunctionProcess): Figure => ({
  name: `memory.${name}`,
  value: megabytes.peak,
  unit: 'MB',
  peer: memoryMegabytes,
  against: 'its setting',
  limit: memoryMegabytes / 2,
});

const figuresOf = (name: FunctionName, process: FunctionProcess): Figure[] => [
  loadedFigure(name, process),
  peakFigure(name, process),
];

const ofTheNight = ['start', 'stop', 'reconcile', 'alarm-notify'] as const;

/** An environment of so many resources of which each can be stopped and started: random ones contain what is refused, too. */
const wholeNight = async (count: number): Promise<Scenario> => {
  for (let seed = 1; ; seed++) {
    const night = randomEnvironmentNight(seed, count);
    const { reports } = await rehearse(night);
    if (reports.length > 0 && reports.every(({ outcome }) => outcome === 'done')) return night;
  }
};

const played = async (module: string, count: number, alarms: number) =>
  playNight({ stage: simulation(await wholeNight(count)), module, alarms, published: [] });

async function* nightFigures(module: string): AsyncIterable<Figure> {
  const processes = await played(module, 60, 2_000);
  for (const name of ofTheNight) yield* figuresOf(name, processes[name]);
}

const growing = ['start', 'stop'] as const;

/** How much more memory a run takes of twenty times as many resources. */
async function* growthFigures(module: string): AsyncIterable<Figure> {
  const small = await played(module, 10, 10);
  const large = await played(module, 200, 10);
  for (const name of growing)
    yield {
      name: `memory.growth.${name}`,
      value: large[name].megabytes.peak / small[name].megabytes.peak,
      unit: '×',
      peer: small[name].megabytes.peak,
      against: 'MB of the peak with 10 resources; the figure is of 200',
      limit: 1.1,
    };
}

async function* cleanupFigures(module: string): AsyncIterable<Figure | Skipped> {
  const missing = await missingForKafka(kafkaVersion());
  if (missing.length === 0) yield* figuresOf('cleanup', await playCleanup(module));
  else
    yield {
      skipped: 'memory.cleanup',
      why: missing.map(({ what, remedy }) => `${what} is missing\n  get it: ${remedy}`).join('\n'),
    };
}

export const memory: Family = {
  namePrefixes: ['memory'],
  async *measure(isWanted) {
    if (!existsSync('/proc/self/status'))
      return yield { skipped: 'memory', why: 'only Linux reports the peak of a single process' };
    const folder = mkdtempSync(join(tmpdir(), 'curfew-memory-'));
    try {
      await unpackRelease(folder);
      const module = await bundleChild(folder);
      if (ofTheNight.some((name) => isWanted(`memory.${name}`))) yield* nightFigures(module);
      if (growing.some((name) => isWanted(`memory.growth.${name}`))) yield* growthFigures(module);
      if (isWanted('memory.cleanup')) yield* cleanupFigures(module);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
