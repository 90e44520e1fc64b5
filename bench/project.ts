// How long a contributor waits: a fresh install, the templates, the tests.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { secondsSince } from '#core/runtime/stopwatch.ts';
import type { Family } from './figure.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const bytesOfOutputMax = 64 * 1024 * 1024;

const secondsOfNpm = async (cwd: string, ...args: readonly string[]): Promise<number> => {
  const seconds = secondsSince();
  await run('npm', [...args], { cwd, maxBuffer: bytesOfOutputMax });
  return seconds();
};

/** `npm ci` beside the project, so that its own modules stay as they are. What npm has in its cache stays there, too. */
const secondsOfInstall = async (): Promise<number> => {
  const folder = mkdtempSync(join(tmpdir(), 'curfew-install-'));
  try {
    for (const file of ['package.json', 'package-lock.json', '.npmrc']) cpSync(join(root, file), join(folder, file));
    return await secondsOfNpm(folder, 'ci');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const project: Family = {
  namePrefixes: ['synth', 'install', 'test'],
  onlyWhenAsked: true,
  async *measure(isWanted) {
    if (isWanted('synth.seconds'))
      yield { name: 'synth.seconds', value: await secondsOfNpm(root, 'run', 'synth'), unit: 's' };
    if (isWanted('install.seconds')) yield { name: 'install.seconds', value: await secondsOfInstall(), unit: 's' };
    if (isWanted('test.seconds')) yield { name: 'test.seconds', value: await secondsOfNpm(root, 'test'), unit: 's' };
  },
};
