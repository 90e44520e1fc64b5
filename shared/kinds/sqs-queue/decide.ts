// A gate is never down: nothing is remembered of it.
import type { KindDecision } from '../decision.ts';
import { towardsDrained } from '../gates/drain.ts';

export const sqsQueueDecision: KindDecision<'sqs-queue'> = {
  towards: (action, { resource, seen }) => towardsDrained(action, resource, seen),
  standing: () => 'other',
};
