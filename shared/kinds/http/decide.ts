// A gate is never down: nothing is remembered of it.
import type { KindDecision } from '../decision.ts';

export const httpDecision: KindDecision<'http'> = {
  towards: (action, { seen: { status, says } }) => {
    if (action === 'stop') return { kind: 'ready', reason: 'a gate for starts only' };
    return { kind: status === 'up' ? 'ready' : 'wait', reason: `a gate: ${says}` };
  },
  standing: () => 'other',
};
