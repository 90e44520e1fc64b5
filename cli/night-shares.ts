// Many nights on every core: this command begins itself once per core and shares the seeds out.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** One night as the process that played it tells it: what it has to print about violations. */
export type NightPlayed = { readonly violations: number; readonly lines: readonly string[] };

/** Fewer nights than this are played sooner than another process is up. */
const nightsPerShareMin = 25;

/** The first seed and the number of nights of each process, together all of them. One share where more would not pay. */
export const sharesOf = (first: number, count: number, cores = availableParallelism()) => {
  const shares = Math.max(1, Math.min(cores, Math.floor(count / nightsPerShareMin)));
  const startOf = (index: number): number => first + Math.floor((count * index) / shares);
  return Array.from({ length: shares }, (_, index) => ({
    first: startOf(index),
    count: startOf(index + 1) - startOf(index),
  }));
};

export type Share = ReturnType<typeof sharesOf>[number];

/** A night makes much garbage and keeps little of it: with more room for what is young, less of it is copied around. */
const nodeOptions = [...process.execArgv, '--max-semi-space-size=32'];

/** Begins the command that this process is with the seeds of a share. Throws if it dies before it has played them all. */
export const playElsewhere = (
  { first, count }: Share,
  args: readonly string[],
  played: (night: NightPlayed) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const [, command = ''] = process.argv;
    const seeds = ['--nights', String(count), '--seed', String(first), '--share'];
    const wantsColor = process.stdout.isTTY && process.stdout.hasColors();
    const env = { ...process.env, ...(wantsColor ? { FORCE_COLOR: '1' } : {}) };
    const child = fork(command, ['rehearse', ...args, ...seeds], { execArgv: nodeOptions, env });
    let nights = 0;
    child.on('message', (night: NightPlayed) => {
      nights++;
      played(night);
    });
    child.on('error', reject);
    // Comes after the last message, which the end of the process may not.
    child.on('disconnect', () => {
      if (nights === count) resolve();
      else reject(new Error(`the process that played the seeds from ${first} on ended after ${nights} of ${count}`));
    });
  });
