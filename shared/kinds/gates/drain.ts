// Gates on the way down: what is stopped after them waits until a queue or a topic is empty, for so long and no longer.
// A start does not wait for them.
import type { Action } from '#core/action.ts';
import type { Next } from '../next.ts';
import type { AtDeadline, DrainObservation } from './drain-fields.ts';

type Draining = { readonly ifNotDrained: AtDeadline };

export const towardsDrained = (
  action: Action,
  { ifNotDrained: atDeadline }: Draining,
  { status, says, asOf }: Omit<DrainObservation<string>, 'kind'>,
): Next => {
  if (action === 'start') return { kind: 'ready', reason: `a gate for stops only (${says})` };
  if (status === 'empty') return { kind: 'ready', reason: says, asOf, atDeadline };
  return { kind: 'wait', reason: says, atDeadline };
};

/** The same decision where nothing could be read. */
export const atDeadlineOf = (action: Action, resource: object): { readonly atDeadline?: AtDeadline } =>
  action === 'stop' && 'ifNotDrained' in resource ? { atDeadline: (resource as Draining).ifNotDrained } : {};
