// Peak of resident memory of the built functions, each in a process of its own, while everything they speak to is in this one.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryMegabytes } from '#infra/product/function-settings.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { simulation } from '#sim/simulation.ts';
import { kafkaVersion, missingForKafka } from '../scripts/integration/kafka-jars.ts';
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

const seedsTried = 50;

/** 60 resources of which each can be stopped and started: random environments contain what is refused, too. */
const wholeNight = async (): Promise<Scenario> => {
  for (let seed = 1; seed <= seedsTried; seed++) {
    const night = randomEnvironmentNight(seed, 60);
    const { reports } = await rehearse(night);
    if (reports.length > 0 && reports.every(({ outcome }) => outcome === 'done')) return night;
  }
  throw new Error(`none of ${seedsTried} random environments can be stopped and started as a whole`);
};

async function* nightFigures(module: string): AsyncIterable<Figure> {
  const stage = simulation(await wholeNight());
  const processes = await playNight({ stage, module, alarms: 2_000, published: [] });
  for (const name of ofTheNight) yield* figuresOf(name, processes[name]);
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
      const module = await bundleChild(folder);
      if (ofTheNight.some((name) => isWanted(`memory.${name}`))) yield* nightFigures(module);
      if (isWanted('memory.cleanup')) yield* cleanupFigures(module);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
