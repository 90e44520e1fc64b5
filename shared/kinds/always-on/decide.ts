// It is named, and never changed. Where a URL says whether it works, a start waits for that.
import { dollars } from '#core/cost.ts';
import type { KindDecision } from '../decision.ts';
import { alwaysOnServices } from './definition.ts';

export const alwaysOnDecision: KindDecision<'always-on'> = {
  towards: (action, { resource: { service, id, monthlyUsd }, seen }) => {
    const cost = monthlyUsd === undefined ? '' : `, ${dollars(monthlyUsd)} a month`;
    const what = `always on: nothing can stop ${alwaysOnServices[service].title} ${id}${cost}`;
    const says = seen.says === undefined ? '' : `; ${seen.says}`;
    if (action === 'start' && seen.status === 'down') return { kind: 'wait', reason: `${what}${says}` };
    return { kind: 'ready', reason: `${what}${says}` };
  },
  standing: () => 'other',
};
