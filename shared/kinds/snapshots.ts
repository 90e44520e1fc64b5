// A snapshot of a database before it is stopped: how a definition asks for one, how Curfew's own are named, and what a stop does next.
import * as z from 'zod';
import { wokenAt } from '#core/run.ts';
import { whole } from './fields.ts';
import type { Next } from './next.ts';

export type SnapshotPolicy = { readonly keep: number; readonly ifFailed: 'continue' | 'keep-up' };

const keepUsually = 3;

const policy = z.strictObject({
  keep: whole({
    min: 1,
    max: 50,
    example: keepUsually,
    help: 'How many of these snapshots are kept; older ones that Curfew made of this database are deleted. An account has 100 manual snapshots per region.',
  }).default(keepUsually),
  ifFailed: z
    .enum(['continue', 'keep-up'], 'is neither `continue` nor `keep-up`')
    .meta({
      description:
        'What the stop does if the snapshot fails. `continue`: it stops the database, and the report warns; what is stored in it stays as it is. `keep-up`: the database stays up, and the stop of it fails.',
      examples: ['keep-up'],
    })
    .default('continue'),
});

export const snapshotBeforeStop = z
  .union(
    [z.literal(true).transform((): SnapshotPolicy => ({ keep: keepUsually, ifFailed: 'continue' })), policy],
    'is neither `true` nor `{ keep: 3 }`',
  )
  .meta({
    description: `A snapshot before each stop, once the database is not used any more. \`true\`: the last ${keepUsually} are kept. The stop takes longer by the time that the snapshot takes, and AWS bills what all snapshots of a region hold beyond the size of its databases.`,
    examples: [{ keep: keepUsually }],
  })
  .exactOptional();

/** One that Curfew made of this database. */
export type OwnSnapshot = { readonly id: string; readonly status: string };

/** `curfew-shop-db-202611302000`, in UTC. */
export const snapshotName = (database: string, at: Date): string =>
  `curfew-${database}-${at.toISOString().slice(0, 16).replaceAll(/\D/g, '')}`;

const digits = /-(\d{12})$/;

/** Its own and nobody else's: neither those of people, nor those of `shop-db-2`. */
export const isOwnSnapshot = (id: string, database: string): boolean =>
  id.replace(digits, '') === `curfew-${database}` && digits.test(id);

const minuteOf = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replaceAll(/\D/g, '');

/** Newest first. */
const byAge = (snapshots: readonly OwnSnapshot[]): OwnSnapshot[] =>
  snapshots.toSorted((a, b) => ((digits.exec(a.id)?.[1] ?? '') < (digits.exec(b.id)?.[1] ?? '') ? 1 : -1));

/** Of this stop: from the minute on in which the run was woken that took the database down, or tries to. */
const ofThisStop = (snapshots: readonly OwnSnapshot[], run: string | undefined): OwnSnapshot | undefined => {
  const woken = run === undefined ? undefined : wokenAt(run);
  const [newest] = byAge(snapshots);
  const made = newest && digits.exec(newest.id)?.[1];
  return woken !== undefined && made !== undefined && made >= minuteOf(woken) ? newest : undefined;
};

export type SnapshotEffect = { readonly do: 'snapshot'; readonly ifFailed: SnapshotPolicy['ifFailed'] };

export type Stopping = {
  readonly policy?: SnapshotPolicy | undefined;
  /** The run that takes the database down, or tries to: it has remembered that. */
  readonly run?: string | undefined;
};

type Remembered = { readonly run: string; readonly downBy: 'curfew' | 'somebody'; readonly givenBack?: true };

export const stoppingOf = (
  { snapshotBeforeStop: wanted }: { readonly snapshotBeforeStop?: SnapshotPolicy },
  memory: Remembered | undefined,
): Stopping => ({
  policy: wanted,
  run: memory?.downBy === 'curfew' && !memory.givenBack ? memory.run : undefined,
});

type Known = Stopping & { readonly snapshots: readonly OwnSnapshot[] | undefined };

/** With what there is to do about snapshots once the stop is made. */
export type Stopped = {
  /** Too old. */
  readonly deleting?: readonly string[];
  /** The one before this stop, which its owner is warned of. */
  readonly failed?: string;
};

type StopEffect = ({ readonly do: 'stop-instance' } | { readonly do: 'stop-cluster' }) & Stopped;

/** What a stop does that could be made now: first a snapshot, then it waits for that, then it stops and deletes what is too old. */
export const afterSnapshot = (stop: Next, effect: StopEffect, { policy: wanted, snapshots = [], run }: Known): Next => {
  if (wanted === undefined || stop.kind !== 'act') return stop;
  const own = ofThisStop(snapshots, run);
  if (!own) {
    const effects = [{ do: 'snapshot', ifFailed: wanted.ifFailed } as const];
    return { kind: 'act', effects, reason: 'available, a snapshot comes first' };
  }
  if (own.status === 'failed' && wanted.ifFailed === 'keep-up')
    return {
      kind: 'fail',
      reason: `its snapshot ${own.id} failed: it stays up, as the definition says`,
      code: 'SNAPSHOT_FAILED',
    };
  if (own.status !== 'failed' && own.status !== 'available')
    return { kind: 'wait', reason: `its snapshot ${own.id} is ${own.status}` };
  const usable = byAge(snapshots).filter(({ status }) => status === 'available');
  const useless = snapshots.filter(({ id, status }) => status === 'failed' && id !== own.id);
  const deleting = [...usable.slice(wanted.keep), ...useless].map(({ id }) => id);
  const after: Stopped = {
    ...(deleting.length > 0 ? { deleting } : {}),
    ...(own.status === 'failed' ? { failed: own.id } : {}),
  };
  return { ...stop, effects: [{ ...effect, ...after }] };
};
