// Runs the sweep in a process of its own, and again without the mutant in which it hangs.
import { spawn } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Line, LOG_FILE, log, PLAN_FILE, readLog, type SweepPlan } from './sweep-log.ts';

/** Quick files first: they kill most, and the slow ones then have little left to do. */
const filesOf = (plan: SweepPlan): readonly string[] => {
  const costs = new Map<string, number>();
  for (const [id, { ms, hits }] of Object.entries(plan)) {
    const file = id.split('#')[0] ?? '';
    costs.set(file, (costs.get(file) ?? 0) + ms * Object.keys(hits).length);
  }
  return [...costs].sort(([, a], [, b]) => a - b).map(([file]) => file);
};

const lastBegun = (): Extract<Line, { is: 'begun' }> | undefined => {
  const last = readLog().at(-1);
  return last?.is === 'begun' ? last : undefined;
};

/** Once may be the machine. */
const hasHung = ({ mutant, test }: Extract<Line, { is: 'begun' }>): boolean =>
  readLog().some((line) => line.is === 'again' && line.mutant === mutant && line.test === test);

const size = (): number => (existsSync(LOG_FILE) ? statSync(LOG_FILE).size : 0);

/** Resolves to whether it came to its end. */
const runVitest = async (files: readonly string[]): Promise<boolean> => {
  const vitest = spawn(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.mutate.config.ts', ...files],
    { env: { ...process.env, SWEEP: files.join(',') }, stdio: 'ignore', detached: true },
  );
  let isOver = false;
  vitest.once('exit', () => {
    isOver = true;
  });
  let before = -1;
  let since = performance.now();
  while (!isOver) {
    await pause(200);
    const grown = size() !== before;
    if (grown) {
      before = size();
      since = performance.now();
      continue;
    }
    const patience = (lastBegun()?.patience ?? 60_000) + 2_000;
    if (performance.now() - since < patience) continue;
    if (vitest.pid !== undefined) process.kill(-vitest.pid, 'SIGKILL');
    return false;
  }
  return true;
};

/** Throws when the process ended before it had played every test: what it did not play would look as if it had survived. */
export const sweep = async (plan: SweepPlan): Promise<void> => {
  writeFileSync(PLAN_FILE, JSON.stringify(plan));
  for (;;) {
    const played = new Set(readLog().flatMap((line) => (line.is === 'played' ? [line.test] : [])));
    const left = Object.fromEntries(Object.entries(plan).filter(([id]) => !played.has(id)));
    const files = filesOf(left);
    if (files.length === 0) return;
    const before = size();
    const isOver = await runVitest(files);
    if (isOver && size() === before) throw new Error(`the sweep has not played ${Object.keys(left).join('\n')}`);
    const stuck = isOver ? undefined : lastBegun();
    if (stuck) log(hasHung(stuck) ? { is: 'endless', mutant: stuck.mutant } : { ...stuck, is: 'again' });
  }
};
