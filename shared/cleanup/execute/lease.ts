// One cleanup at a time per cluster: a lease that ends by itself, held by one process.
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
  // Topics that are recreated at the same time ask at the same time: one write answers all of them.
  let renewal: Promise<boolean> | undefined;
  const renew = (): Promise<boolean> => {
    renewal ??= deps.store.renewLease(cluster, holder, nowMs() + cleanupLimits.leaseMs).finally(() => {
      renewal = undefined;
    });
    return renewal;
  };
  return {
    kind: 'held',
    lease: {
      holder,
      renew,
      release: () => deps.store.releaseLease(cluster, holder),
    },
  };
};
