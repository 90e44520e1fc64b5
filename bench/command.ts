// How long a person waits for the command, in fresh processes: installed, and as `npx curfew` begins it in a clone that was built.
// The processor time says the same on a machine that is busy with something else.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { secondsSince } from '#core/runtime/stopwatch.ts';
import type { Family, Figure } from './figure.ts';
import { median } from './statistics.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const repeats = 11;

/** Ends with the processor time of the whole process, in milliseconds, on a line of its own. */
const atExit = `
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    process.stderr.write('\\n' + (user + system) / 1000 + '\\n');
  });`;
const withProcessorTime = `data:text/javascript,${encodeURIComponent(atExit)}`;

type Times = { readonly wall: number; readonly processor: number };

const timesOnce = async (args: readonly string[]): Promise<Times> => {
  const seconds = secondsSince();
  const { stderr } = await run(process.execPath, ['--import', withProcessorTime, ...args], { cwd: root });
  return { wall: seconds() * 1_000, processor: Number(stderr.trim().split('\n').at(-1)) };
};

const medianTimes = async (...args: readonly string[]): Promise<Times> => {
  // The first one compiles what the others find compiled.
  await timesOnce(args);
  const times: Times[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) times.push(await timesOnce(args));
  return { wall: median(times.map(({ wall }) => wall)), processor: median(times.map(({ processor }) => processor)) };
};

const waits = [
  { of: 'version', args: ['--version'], limit: 150 },
  { of: 'help', args: ['--help'], limit: 200 },
  { of: 'plan', args: ['plan', 'staging', 'start', '--rehearsal'], limit: 500 },
  { of: 'validate', args: ['validate'], limit: 400 },
] as const;

const files = [
  { namePrefix: 'cli', file: 'dist/cli/curfew.mjs' },
  { namePrefix: 'command', file: 'cli/bin.cjs' },
] as const;

const against = 'node -e 0';

const figuresOf = (name: string, times: Times, node: Times, limit: number): Figure[] => [
  { name, value: times.wall, unit: 'ms', peer: node.wall, against, limit },
  { name: `${name}.cpu`, value: times.processor, unit: 'ms', peer: node.processor, against, limit },
];

export const command: Family = {
  namePrefixes: files.map(({ namePrefix }) => namePrefix),
  async *measure(isWanted) {
    let node: Times | undefined;
    for (const { namePrefix, file } of files)
      for (const { of, args, limit } of waits) {
        const name = `${namePrefix}.${of}`;
        if (!isWanted(name) && !isWanted(`${name}.cpu`)) continue;
        node ??= await medianTimes('-e', '0');
        yield* figuresOf(name, await medianTimes(file, ...args), node, limit);
      }
  },
};
