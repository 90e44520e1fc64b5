// How a lease is kept in the table.
import type { Lease, RunProgress } from '#core/run.ts';

/**
 * How far a run has come is written with every renewal and read by people only: one attribute, not hundreds. `standing` is
 * its name in tables that exist.
 */
export type StoredLease = Omit<Lease, 'progress'> & { readonly standing?: string };

export const storedLease = ({ progress, ...lease }: Lease): StoredLease => ({
  ...lease,
  ...(progress ? { standing: JSON.stringify(progress) } : {}),
});

/** The functions read leases all the time, and never how far a run has come: that is parsed for anyone who asks. */
export const leaseOf = ({ standing, ...lease }: StoredLease): Lease =>
  standing === undefined
    ? lease
    : {
        ...lease,
        get progress() {
          return JSON.parse(standing) as RunProgress;
        },
      };
