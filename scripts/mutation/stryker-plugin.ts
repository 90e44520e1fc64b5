// Stryker's runner for vitest starts a worker per mutant and loads every module again: seconds each, hours in all. This one first plays
// all mutants in one process (sweep-runner.ts). What is decided while a file loads is left to Stryker's own.
import { existsSync, globSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { strykerPlugins as plugins, strykerValidationSchema } from '@stryker-mutator/vitest-runner';
import { sweep } from './sweep.ts';
import { type Line, LOG_FILE, readLog, type SweepPlan } from './sweep-log.ts';

const [plugin] = plugins as [(typeof plugins)[number]];

type Factory = Extract<(typeof plugin)['factory'], { inject: unknown }>;
type Runner = ReturnType<Factory> & { readonly options: { readonly mutate: readonly string[] } };
type DryRun = Awaited<ReturnType<Runner['dryRun']>>;
type MutantRun = Awaited<ReturnType<Runner['mutantRun']>>;

/** As Stryker numbers it. */
const TEST_FAILED = 1;

const mutatedFiles = (patterns: readonly string[]): string[] => {
  const wanted = patterns.filter((pattern) => !pattern.startsWith('!')).map((pattern) => pattern.replace(/:\d.*$/, ''));
  const unwanted = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  return globSync(wanted, { exclude: unwanted }).map((file) => resolve(file));
};

const planOf = (dryRun: DryRun): SweepPlan => {
  if (dryRun.status !== 'complete') return {};
  const { perTest = {} } = dryRun.mutantCoverage ?? {};
  const planned = dryRun.tests.map(({ id, timeSpentMs: ms }) => [id, { ms, hits: perTest[id] ?? {} }] as const);
  return Object.fromEntries(planned.filter(([, { hits }]) => Object.keys(hits).length > 0));
};

const lineByMutant = (): ReadonlyMap<string, Line> =>
  new Map(readLog().flatMap((line) => (line.is === 'played' ? [] : [[line.mutant, line]])));

/** Met by every test that passes it without one noticing: also what is decided while a file loads, too, had its chance then. */
const toResult = (line: Line | undefined, nrOfTests: number): MutantRun | undefined => {
  if (line?.is === 'killed') {
    return { status: 'killed', killedBy: [line.test], failureMessage: line.message, nrOfTests } as MutantRun;
  }
  if (line?.is === 'endless') return { status: 'timeout', reason: 'a loop without an end' } as MutantRun;
  return line?.is === 'begun' ? ({ status: 'survived', nrOfTests } as MutantRun) : undefined;
};

/** All tests could notice what is decided only while a file loads, in minutes. Those beside the code have to: of a folder, or the one of its name. */
const testsBeside = (file: string, dryRun: DryRun | undefined): string[] => {
  const folder = `test/${dirname(relative(process.cwd(), file))}`;
  const isBeside = (id: string): boolean => id.startsWith(`${folder}/`) || id.startsWith(`${folder}.test.ts`);
  return dryRun?.status === 'complete' ? dryRun.tests.map(({ id }) => id).filter(isBeside) : [];
};

const create = (...args: Parameters<Factory>): Runner => {
  const inner = plugin.factory(...args) as Runner;
  const { init, dryRun, mutantRun } = inner;
  let first: DryRun | undefined;
  let found: ReadonlyMap<string, Line> | undefined;

  return Object.assign(inner, {
    // Here and not in the dry run, whose time Stryker adds to what it grants each mutant.
    init: async (): Promise<void> => {
      await init?.call(inner);
      if (existsSync(LOG_FILE)) return;
      const files = mutatedFiles(inner.options.mutate);
      first = await dryRun.call(inner, { coverageAnalysis: 'perTest', disableBail: true, timeout: 0, files });
      // Stryker says which tests failed.
      const isSound = first.status === 'complete' && !first.tests.some(({ status }) => status === TEST_FAILED);
      if (isSound) await sweep(planOf(first));
    },
    dryRun: async (options: Parameters<Runner['dryRun']>[0]): Promise<DryRun> => first ?? dryRun.call(inner, options),
    mutantRun: async (options: Parameters<Runner['mutantRun']>[0]): Promise<MutantRun> => {
      found ??= lineByMutant();
      const swept = toResult(found.get(options.activeMutant.id), options.testFilter?.length ?? 1);
      if (swept) return swept;
      const testFilter = options.mutantActivation === 'static' ? testsBeside(options.sandboxFileName, first) : [];
      return mutantRun.call(inner, testFilter.length > 0 ? { ...options, testFilter } : options);
    },
  });
};

export { strykerValidationSchema };
export const strykerPlugins = [{ ...plugin, name: 'sweep', factory: Object.assign(create, { inject: ['$injector'] }) }];
