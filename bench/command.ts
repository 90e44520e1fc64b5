// How long a person waits for the command, in fresh processes: built, and from its sources as `npx curfew` begins it.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { secondsSince } from '#core/runtime/stopwatch.ts';
import type { Family } from './figure.ts';
import { median } from './statistics.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const repeats = 11;

const medianMilliseconds = async (...args: readonly string[]): Promise<number> => {
  const measured: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const seconds = secondsSince();
    await run(process.execPath, [...args], { cwd: root });
    measured.push(seconds() * 1_000);
  }
  return median(measured);
};

const waits = [
  { of: 'help', args: ['--help'], limit: 200 },
  { of: 'plan', args: ['plan', 'staging', 'start'], limit: 500 },
] as const;

const files = [
  { namePrefix: 'cli', file: 'dist/cli/curfew.mjs' },
  { namePrefix: 'cli.sources', file: 'cli/bin.mjs' },
] as const;

export const command: Family = {
  namePrefixes: ['cli'],
  async *measure(isWanted) {
    for (const { namePrefix, file } of files)
      for (const { of, args, limit } of waits) {
        const name = `${namePrefix}.${of}`;
        if (isWanted(name)) yield { name, value: await medianMilliseconds(file, ...args), unit: 'ms', limit };
      }
  },
};
