// One cleanup at a time per cluster: a lease that ends by itself, held by one process.
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupLease } from '../cleanup-run.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';

export type HeldLease = {
  readonly holder: string;
  /** Prolongs it; false once another process has it. Nothing may be changed after that. */
  readonly renew: () => Promise<boolean>;
  readonly release: () => Promise<void>;
};

export type Claimed =
  | { readonly kind: 'held'; readonly lease: HeldLease }
  | { readonly kind: 'taken'; readonly by: CleanupLease };

/** A run that is resumed takes the lease from its own former process, which notices before its next change. */
export const claimCluster = async (cluster: string, run: string, deps: CleanupDependencies): Promise<Claimed> => {
  const holder = deps.runtime.newId('cleanup lease');
  const nowMs = (): number => deps.runtime.now().getTime();
  const wanted = { run, holder, until: nowMs() + cleanupLimits.leaseMs };
  const standing = await deps.store.acquireLease(cluster, wanted, nowMs());
  if (standing.holder !== holder) return { kind: 'taken', by: standing };
  return {
    kind: 'held',
    lease: {
      holder,
      renew: () => deps.store.renewLease(cluster, holder, nowMs() + cleanupLimits.leaseMs),
      release: () => deps.store.releaseLease(cluster, holder),
    },
  };
};

const giveBack = async ({ release }: HeldLease): Promise<string | undefined> => {
  try {
    await release();
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `the lease of the cluster could not be given back (${why}); it ends by itself`;
  }
};

/** Does the work and gives the lease back. What was done is reported whatever becomes of the lease. */
export const underLease = async (lease: HeldLease, work: () => Promise<CleanupReport>): Promise<CleanupReport> => {
  let report: CleanupReport;
  try {
    report = await work();
  } catch (error) {
    await giveBack(lease);
    throw error;
  }
  const warning = await giveBack(lease);
  return warning === undefined ? report : { ...report, warnings: [...report.warnings, warning] };
};
