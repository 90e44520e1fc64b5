// Many nights on every core: this command begins itself once per core and shares the seeds out.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { pluralise } from '#core/pluralise.ts';
import { SiteError } from '../live/site-error.ts';
import type { FaultsPlayed } from './faults-played.ts';

/** One night as the process that played it reports it: what it has to print about violations, and the faults it played. */
export type NightPlayed = {
  readonly violations: number;
  readonly lines: readonly string[];
  readonly faults: FaultsPlayed;
};

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

type Share = ReturnType<typeof sharesOf>[number];

/** A night makes much garbage and keeps little of it: with more room for what is young, less of it is copied around. */
const nodeOptions = [...process.execArgv, '--max-semi-space-size=64'];

/** Begins the command that this process is with the seeds of a share. Throws `SiteError` if it dies before it has played them all. */
export const playElsewhere = async (
  { first, count }: Share,
  args: readonly string[],
  played: (night: NightPlayed) => void,
  signal: AbortSignal,
): Promise<void> => {
  const [, command = ''] = process.argv;
  const seeds = ['--nights', String(count), '--seed', String(first), '--share'];
  const wantsColor = process.stdout.isTTY && process.stdout.hasColors();
  const env = { ...process.env, ...(wantsColor ? { FORCE_COLOR: '1' } : {}) };
  const child = fork(command, ['rehearse', ...args, ...seeds], { execArgv: nodeOptions, env, signal });
  let nights = 0;
  child.on('message', (night: NightPlayed) => {
    nights++;
    played(night);
  });
  try {
    // The former comes after the last message, which the latter may not.
    const [, [exitCode, killedBy]] = await Promise.all([once(child, 'disconnect'), once(child, 'exit')]);
    if (nights < count) throw new SiteError(died({ first, count }, nights, killedBy ?? `exit code ${exitCode}`));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
};

const died = ({ first, count }: Share, nights: number, how: string): string =>
  `a process that played ${pluralise(count, 'night')} from seed ${first} ended after ${nights} of them (${how}); ` +
  `the rest of them: --nights ${count - nights} --seed ${first + nights}`;
