// A gate is never down: nothing is remembered of it.
import type { KindDecision } from '../decision.ts';
import { towardsDrained } from '../gates/drain.ts';

export const metricDecision: KindDecision<'metric'> = {
  towards: (action, { resource, seen }) => towardsDrained(action, resource, seen),
  standing: () => 'other',
};
