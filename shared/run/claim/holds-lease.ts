// Whether a run may change something now. An expired lease is no lease: a run that finds its own expired takes it again first.
import { type Lease, leaseInForce } from '#core/run.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';

type Where = { readonly environment: string; readonly run: string };

type Ports = Pick<Dependencies, 'state'> & { readonly runtime: Pick<Runtime, 'now'> };

/** The same for whoever has just read the lease. */
export const isHeldBy = async (
  { environment, run }: Where,
  lease: Pick<Lease, 'run' | 'until'> | undefined,
  { state, runtime }: Ports,
): Promise<boolean> => {
  if (lease?.run !== run) return false;
  const nowMs = runtime.now().getTime();
  return (
    leaseInForce(lease, nowMs) !== undefined || state.renewLease(environment, run, nowMs + limits.leaseSeconds * 1_000)
  );
};

/**
 * Asked before changes, as far as no proof of the lease is young enough (lease-proof.ts): a run that died is resumed in the middle of its changes, and by then
 * another may hold the lease. What it would do now could undo the other's work, down to forgetting what that remembers. Taking
 * it again fails when another has it by now.
 */
export const holdsLease = async (where: Where, ports: Ports): Promise<boolean> =>
  isHeldBy(where, await ports.state.leaseHolder(where.environment), ports);
