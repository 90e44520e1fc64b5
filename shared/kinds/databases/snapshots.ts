// A snapshot before a stop: how Curfew's own are named, and what the stop does next. Pure.
import { wokenAt } from '#core/run.ts';
import type { Effect } from '../effect.ts';
import type { Next } from '../next.ts';
import type { OwnSnapshot, SnapshotPolicy, Stopped } from './snapshot-fields.ts';

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

type StopEffect = { readonly do: 'stop-instance' | 'stop-cluster' | 'stop' } & Stopped;

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
  return { ...stop, effects: [{ ...effect, ...after } as Effect] };
};
