// How long a person waits for the command: the built `curfew`, in fresh processes.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { secondsSince } from '#runtime/stopwatch.ts';
import type { Family } from './figure.ts';
import { median } from './statistics.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const repeats = 11;

export const medianMilliseconds = async (...args: readonly string[]): Promise<number> => {
  const measured: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const seconds = secondsSince();
    await run(process.execPath, [...args], { cwd: root });
    measured.push(seconds() * 1_000);
  }
  return median(measured);
};

const built = 'dist/cli/curfew.mjs';

export const command: Family = {
  words: ['cli'],
  async *measure(isWanted) {
    if (isWanted('cli.help'))
      yield { name: 'cli.help', value: await medianMilliseconds(built, '--help'), unit: 'ms', limit: 200 };
    if (isWanted('cli.plan'))
      yield {
        name: 'cli.plan',
        value: await medianMilliseconds(built, 'plan', 'staging', 'start'),
        unit: 'ms',
        limit: 500,
      };
  },
};
