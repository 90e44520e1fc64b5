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
/** The last word about a mutant and a test. */
const begun = new Set<string>();
for (const line of lines) {
  if (line.is === 'begun') begun.add(`${line.mutant} ${line.test}`);
  if (line.is === 'again') begun.delete(`${line.mutant} ${line.test}`);
}
const settled = new Set(lines.flatMap((line) => ('message' in line || !('test' in line) ? [line.mutant] : [])));

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

/** Until the first mutant: it may leave something behind, such as a wrong value in a cache, by which tests fail from then on. */
let isFresh = true;

/** The plugin begins another process, with every module as it was. */
const endProcess = async (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL');
  return forEver;
};

const passes = async (test: Test, patience: number): Promise<boolean> => (await play(test, patience)).is === 'passed';

/** What a test that failed says of the mutant: nothing as yet where something that was left behind may have failed it. */
const judge = async (
  test: Test,
  mutant: string,
  message: string,
  wasFresh: boolean,
  patience: number,
): Promise<void> => {
  const id = idOf(test);
  const isSound = await passes(test, patience);
  log(isSound || wasFresh ? { is: 'killed', mutant, test: id, message } : { is: 'again', mutant, test: id });
  if (!isSound) await endProcess();
};

const playAll = async (test: Test): Promise<void> => {
  const id = idOf(test);
  if (played.has(id)) return;
  const { hits = {}, ms = 0 } = plan[id] ?? {};
  const patience = 4_000 + 20 * ms;
  const open = Object.entries(hits).filter(([mutant]) => !settled.has(mutant) && !begun.has(`${mutant} ${id}`));
  // A test that cannot be played twice tells nothing.
  const isRepeatable =
    !isFresh || open.length === 0 || ((await passes(test, patience)) && (await passes(test, patience)));
  if (!isRepeatable) for (const [mutant] of open) log({ is: 'begun', mutant, test: id, patience });
  for (const [mutant, times] of isRepeatable ? open : []) {
    const wasFresh = isFresh;
    isFresh = false;
    log({ is: 'begun', mutant, test: id, patience });
    const result = await playMutant(test, mutant, times, patience);
    if (result.is === 'passed') continue;
    settled.add(mutant);
    if (result.is === 'endless') log({ is: 'endless', mutant });
    // What is still busy would disturb all that follows: the plugin ends this process and begins another.
    if (result.is === 'late') await forEver;
    if (result.is === 'failed') await judge(test, mutant, result.message, wasFresh, patience);
  }
  log({ is: 'played', test: id });
};

export default class SweepRunner extends TestRunner {
  readonly runTask = playAll;
}
