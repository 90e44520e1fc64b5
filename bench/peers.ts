// Curfew beside other tools on one emulator: what they ask of AWS, what they take, and what is wrong afterwards. Installs what it compares with
// from PyPI into `.venv-peers/`; moto comes from the integration suite's `.venv/`.
import { existsSync } from 'node:fs';
import type { Action } from '#core/action.ts';
import { moto } from '../scripts/integration/moto.ts';
import { exitCodeOf } from '../scripts/integration/processes.ts';
import type { Family, Figure, Skipped } from './figure.ts';
import type { Matrix } from './matrix.ts';
import { correctness, type Failed, type Played, underFailure } from './peers/correctness.ts';
import { type MeteredCall, meterOver } from './peers/meter.ts';
import { onEnvironment, type Run } from './peers/nights.ts';
import type { Tool } from './peers/tool.ts';
import { python, tools } from './peers/tools.ts';
import { median } from './statistics.ts';

const sizes = [10, 60, 200] as const;
const nights = 3;
const requirements = new URL('peers/requirements.txt', import.meta.url).pathname;

const install = async (): Promise<string | undefined> => {
  if ((await moto.missing()).length > 0) return 'moto is not installed: npm run test:integration -- --install';
  if (!existsSync(python) && (await exitCodeOf('python3', ['-m', 'venv', '.venv-peers'])) !== 0)
    return 'python3 with venv is not installed: apt-get install python3 python3-venv';
  const code = await exitCodeOf(python, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '-r',
    requirements,
  ]);
  return code === 0 ? undefined : 'the tools could not be installed from PyPI';
};

type Nights = Readonly<Record<Action, readonly Run[]>>;

const measured = ['calls', 'own', 'cpuSeconds', 'megabytes'] as const;
const units = { calls: 'calls', own: 'calls', cpuSeconds: 'CPU s', megabytes: 'MB' } as const;

const slug = ({ name }: Tool): string =>
  name
    .replace(/[ ,]+/g, '-')
    .replace(/-\d[\d.]*$/, '')
    .toLowerCase();

const figuresOf = (size: number, tool: Tool, of: Nights): Figure[] =>
  (['stop', 'start'] as const).flatMap((action) => {
    const runs = of[action];
    const name = (what: string): string => `peers.${size}.${action}.${what}.${slug(tool)}`;
    const wrong = Object.keys(runs[0]?.verdict ?? {}).map((what) => ({
      name: name(what),
      value: Math.max(...runs.map(({ verdict }) => verdict[what] ?? 0)),
      unit: 'wrong',
      ...(slug(tool).startsWith('curfew') ? { limit: 0 } : {}),
    }));
    const used = measured.map((what) => ({
      name: name(what),
      value: median(runs.map((run) => run[what])),
      unit: units[what],
    }));
    const codes = {
      name: name('exitCode'),
      value: Math.max(...runs.map(({ code }) => Math.abs(code))),
      unit: 'exit code',
    };
    return [...used, codes, ...wrong];
  });

type Meter = Awaited<ReturnType<typeof meterOver>>;

const nightsOf = (meter: Meter, size: number, tool: Tool): Promise<Nights> =>
  onEnvironment(meter, size, async ({ run }) => {
    const played: Record<Action, Run[]> = { stop: [], start: [] };
    for (let night = 0; night < nights; night++)
      for (const action of ['stop', 'start'] as const) played[action].push(await run(tool, action));
    return played;
  });

const ofFailures = 20;

const touches = ({ operation, body }: MeteredCall, names: string, operations: RegExp): boolean =>
  operations.test(operation) && new RegExp(`${names}(?!\\d)`).test(body);

const isStopOfService = ({ operation, body }: MeteredCall): boolean =>
  operation === 'UpdateService' && /"desiredCount"\s*:\s*0\b/.test(body);

type Failure = { readonly name: string; readonly play: Parameters<typeof onEnvironment<Run>>[2] };

/** What must not end with 0, and what must not spoil more than it has to. */
const failures = (meter: Meter, tool: Tool): Failure[] => [
  {
    name: 'oneServiceMayNotStop',
    play: ({ run }) => {
      meter.interfere((call) => (touches(call, 'atlas-app-0', /^UpdateService$/) ? 'refuse' : undefined));
      return run(tool, 'stop');
    },
  },
  {
    name: 'oneDatabaseCannotStart',
    play: async ({ run }) => {
      await run(tool, 'stop');
      meter.interfere((call) => (touches(call, 'atlas-db-0', /^StartDBInstance$/) ? 'refuse' : undefined));
      return run(tool, 'start');
    },
  },
  {
    name: 'killedInTheMiddle',
    play: async ({ run }) => {
      let stops = 0;
      meter.interfere((call) => (isStopOfService(call) && ++stops > 4 ? 'die' : undefined));
      await run(tool, 'stop');
      meter.interfere(undefined);
      await run(tool, 'stop', true);
      return run(tool, 'start');
    },
  },
  {
    name: 'stoppedTwice',
    play: async ({ run }) => {
      await run(tool, 'stop');
      await run(tool, 'stop');
      return run(tool, 'start');
    },
  },
];

const figuresOfFailure = (name: string, tool: Tool, { code, verdict }: Run): Figure[] => [
  { name: `peers.failure.${name}.exitCode.${slug(tool)}`, value: Math.abs(code), unit: 'exit code' },
  ...Object.entries(verdict).map(([what, value]) => ({
    ...{ name: `peers.failure.${name}.${what}.${slug(tool)}`, value, unit: 'wrong' },
  })),
];

async function* whenSomethingFails(meter: Meter): AsyncGenerator<Figure | Matrix> {
  const failed: Failed[] = [];
  for (const tool of tools) {
    const runs = new Map<string, Run>();
    for (const { name, play } of failures(meter, tool)) {
      const run = await onEnvironment(meter, ofFailures, play);
      runs.set(name, run);
      yield* figuresOfFailure(name, tool, run);
    }
    failed.push({ tool, runs });
  }
  yield underFailure(ofFailures, failed);
}

async function* figures(isWanted: (name: string) => boolean): AsyncGenerator<Figure | Skipped | Matrix> {
  const why = await install();
  if (why !== undefined) {
    yield { skipped: 'peers', why };
    return;
  }
  const running = await moto.start();
  const meter = await meterOver(running.variables.AWS_ENDPOINT_URL ?? '');
  Object.assign(process.env, running.variables);
  try {
    for (const size of sizes.filter((one) => isWanted(`peers.${one}`))) {
      const played: Played[] = [];
      for (const tool of tools) {
        const of = await nightsOf(meter, size, tool);
        played.push({ tool, ...of });
        yield* figuresOf(size, tool, of);
      }
      yield correctness(size, played);
    }
    if (isWanted('peers.failure')) yield* whenSomethingFails(meter);
  } finally {
    meter.close();
    await running.stop();
  }
}

export const peers: Family = { namePrefixes: ['peers'], onlyWhenAsked: true, measure: figures };
