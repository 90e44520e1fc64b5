// Plays each test once for each mutant that it passes and that no test before it has killed, with every module loaded once.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { TestRunner } from 'vitest';
import { log, PLAN_FILE, readLog, type SweepPlan } from './sweep-log.ts';

type Test = Parameters<TestRunner['onBeforeTryTask']>[0];
type TestResult = { readonly is: 'passed' | 'endless' | 'late' } | { readonly is: 'failed'; readonly message: string };

// Tests may fake time.
const { setTimeout, clearTimeout } = globalThis;

/** As Stryker has it: a mutant that is passed a hundred times as often as its original is in a loop without an end. */
const MORE_HITS = 100;

/** Read by the code that Stryker has changed. */
const board: { activeMutant?: string; hitCount?: number; hitLimit?: number } = {};
Object.assign(globalThis, { __stryker__: board });

const plan: SweepPlan = JSON.parse(readFileSync(PLAN_FILE, 'utf8'));
const lines = readLog();
const played = new Set(lines.flatMap((line) => (line.is === 'played' ? [line.test] : [])));
const begun = new Set(lines.flatMap((line) => (line.is === 'begun' ? [`${line.mutant} ${line.test}`] : [])));
const settled = new Set(lines.flatMap((line) => (line.is === 'begun' || line.is === 'played' ? [] : [line.mutant])));

const idOf = (test: Test): string => {
  const names = [test.name];
  for (let suite = test.suite; suite; suite = suite.suite) names.unshift(suite.name);
  return `${relative(process.cwd(), test.file.filepath)}#${names.join(' > ').trim()}`;
};

const play = async (test: Test, ms: number): Promise<TestResult> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<TestResult>((resolve) => {
    timer = setTimeout(() => resolve({ is: 'late' }), ms);
  });
  const result = Promise.resolve()
    .then(() => TestRunner.getTestFn(test)())
    .then(
      (): TestResult => ({ is: 'passed' }),
      (error): TestResult => ({ is: 'failed', message: String(error?.message ?? error).slice(0, 300) }),
    );
  try {
    return await Promise.race([result, tooLong]);
  } finally {
    clearTimeout(timer);
  }
};

const playMutant = async (test: Test, mutant: string, hits: number, ms: number): Promise<TestResult> => {
  Object.assign(board, { activeMutant: mutant, hitCount: 0, hitLimit: hits * MORE_HITS });
  const result = await play(test, ms);
  const isEndless = (board.hitCount ?? 0) > (board.hitLimit ?? 0);
  for (const key of ['activeMutant', 'hitCount', 'hitLimit'] as const) delete board[key];
  return isEndless ? { is: 'endless' } : result;
};

const forEver = new Promise<never>(() => undefined);

const playAll = async (test: Test): Promise<void> => {
  const id = idOf(test);
  if (played.has(id)) return;
  const patience = 4_000 + 20 * (plan[id]?.ms ?? 0);
  for (const [mutant, hits] of Object.entries(plan[id]?.hits ?? {})) {
    if (settled.has(mutant) || begun.has(`${mutant} ${id}`)) continue;
    log({ is: 'begun', mutant, test: id, patience });
    const result = await playMutant(test, mutant, hits, patience);
    if (result.is === 'passed') continue;
    settled.add(mutant);
    if (result.is === 'endless') log({ is: 'endless', mutant });
    // What is still busy would disturb all that follows: the plugin ends this process and begins another.
    if (result.is === 'late') await forEver;
    if (result.is === 'failed') {
      // A test that fails by itself from now on has not noticed the mutant, only that it is played again.
      const isRepeatable = (await play(test, patience)).is === 'passed';
      if (isRepeatable) log({ is: 'killed', mutant, test: id, message: result.message });
      else {
        for (const other of Object.keys(plan[id]?.hits ?? {})) {
          if (!settled.has(other) || other === mutant) log({ is: 'unsure', mutant: other });
          settled.add(other);
        }
        break;
      }
    }
  }
  log({ is: 'played', test: id });
};

export default class SweepRunner extends TestRunner {
  readonly runTask = playAll;
}
