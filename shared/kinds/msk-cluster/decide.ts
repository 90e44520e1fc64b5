// A gate is never down: nothing is remembered of it.
import type { KindDecision } from '../decision.ts';
import { towardsGate } from '../gate.ts';

export const mskClusterDecision: KindDecision<'msk-cluster'> = {
  towards: (action, { seen }) => towardsGate(action, seen),
  standing: () => 'other',
};
