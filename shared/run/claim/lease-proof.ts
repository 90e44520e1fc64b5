// What a process knows of its run's lease, and for how long that may be relied upon: asking before every single change would be
// half of all the calls of a large run.
import type { Dependencies } from '../dependencies.ts';
import { limits } from '../limits.ts';
import { holdsLease } from './holds-lease.ts';

type Ports = Pick<Dependencies, 'state' | 'runtime'>;

export type LeaseProof = {
  /** The table has confirmed the lease, when it was asked at this time (epoch milliseconds). */
  readonly confirmed: (at: number) => void;
  /** Whether it was confirmed so lately that a change would rely on it. */
  readonly isFresh: () => boolean;
  /** Whether the run may change something now. Throws when it cannot be found out. */
  readonly holds: () => Promise<boolean>;
};

/**
 * Begins with nothing known, and is never stored: a run that died is resumed by another process, which asks before its first change.
 * What was found lost stays lost, until a renewal says otherwise.
 */
export const leaseProof = (where: Parameters<typeof holdsLease>[0], ports: Ports): LeaseProof => {
  let known: { readonly held: boolean; readonly at: number } | undefined;
  let asking: Promise<boolean> | undefined;
  const nowMs = (): number => ports.runtime.now().getTime();

  const ask = async (): Promise<boolean> => {
    const at = nowMs();
    const held = await holdsLease(where, ports);
    known = { held, at };
    return held;
  };

  const isFresh = (): boolean => {
    if (!known?.held) return false;
    const age = nowMs() - known.at;
    // A clock that was put back proves nothing.
    return age >= 0 && age < limits.leaseProofSeconds * 1_000;
  };

  return {
    confirmed: (at) => {
      known = { held: true, at };
    },
    isFresh,
    async holds() {
      if (known?.held === false) return false;
      if (isFresh()) return true;
      // Changes that are made at once ask once.
      asking ??= ask().finally(() => {
        asking = undefined;
      });
      return asking;
    },
  };
};
