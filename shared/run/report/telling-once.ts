// Deliveries of one slot that cannot begin, as the table or its definition cannot be read, are one fact: one of them tells it.
import type { Claim } from '#core/run.ts';
import type { Identity } from '../claim/identify.ts';
import type { Dependencies } from '../dependencies.ts';

type Ports = Pick<Dependencies, 'state' | 'publish'>;

/**
 * The slot itself is not claimed: a later delivery that can begin is free to do the work. Asked when the report is told and not
 * when the run failed: what did not answer then may do so now. Where it does not, every delivery tells: twice is better than never.
 */
export const tellingOnce = (ports: Ports, claim: Claim, { id }: Pick<Identity, 'id'>): Ports => {
  const { action, request } = claim;
  const { environment, scheduledTime, readyBy, dryRun } = request;
  if (claim.granted || claim.outcome !== 'failed' || scheduledTime === undefined || dryRun) return ports;
  const slot = { action, scheduledTime: readyBy ?? scheduledTime, refusal: true } as const;
  return {
    ...ports,
    async publish(message) {
      const teller = await ports.state.claimSlot(environment, slot, id).catch(() => id);
      if (teller === id) await ports.publish(message);
    },
  };
};
