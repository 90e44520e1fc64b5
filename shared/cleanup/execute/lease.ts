// One cleanup at a time per cluster: a lease that ends by itself, held by one process; and the cluster's own word for it, which
// counts also where plans are kept in different tables or folders.
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { CleanupLease } from '../cleanup-run.ts';
import { type CleanupDependencies, cleanupLimits } from '../dependencies.ts';
import type { ClusterClaim } from '../kafka/kafka-admin.ts';

export type HeldLease = {
  readonly holder: string;
  /** Prolongs it; false once another process has it. Nothing may be changed after that. */
  readonly renew: () => Promise<boolean>;
  readonly release: () => Promise<void>;
};

type LeaseClaim =
  | { readonly kind: 'held'; readonly lease: HeldLease }
  | { readonly kind: 'taken'; readonly by: CleanupLease };

/** Topics that are recreated at the same time ask at the same time: one answer is for all of them. */
const shared = (ask: () => Promise<boolean>): (() => Promise<boolean>) => {
  let asked: Promise<boolean> | undefined;
  return () => {
    asked ??= ask().finally(() => {
      asked = undefined;
    });
    return asked;
  };
};

const alone: ClusterClaim = { kind: 'unavailable', why: 'not asked' };

/** A run that is resumed takes the lease from its own former process, which notices before its next change. */
export const acquireLease = async (cluster: string, run: string, deps: CleanupDependencies): Promise<LeaseClaim> => {
  const { store, admin } = deps;
  const holder = deps.runtime.newId('cleanup lease');
  const nowMs = (): number => deps.runtime.now().getTime();
  const until = (): number => nowMs() + cleanupLimits.leaseMs;
  const standing = await store.acquireLease(cluster, { run, holder, until: until() }, nowMs());
  if (standing.holder !== holder) return { kind: 'taken', by: standing };
  const claim = (await admin.claim?.(run)) ?? alone;
  if (claim.kind === 'taken') {
    await store.releaseLease(cluster, holder);
    return { kind: 'taken', by: { run: claim.run, holder: 'elsewhere', until: until() } };
  }
  return {
    kind: 'held',
    lease: {
      holder,
      renew: shared(
        async () =>
          (await store.renewLease(cluster, holder, until())) && (claim.kind !== 'held' || (await claim.renew())),
      ),
      release: async () => {
        if (claim.kind === 'held') await claim.release().catch(() => {});
        await store.releaseLease(cluster, holder);
      },
    },
  };
};

const giveBack = async ({ release }: HeldLease): Promise<string | undefined> => {
  try {
    await release();
    return undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `the lease of the cluster could not be released (${why}); it expires on its own`;
  }
};

/** Does the work and gives the lease back. What was done is reported, also when the lease is lost. */
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
