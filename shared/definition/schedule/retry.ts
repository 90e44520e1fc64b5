// Until when what failed for a temporary reason is made again.
import type { Action } from '#core/action.ts';
import type { RetryPolicy } from '../definition.ts';
import { nextSlot, slotAt, weekdays } from './slots.ts';
import { type Scheduled, slotsOf } from './slots-of.ts';

/**
 * What the definition says of the slot that was due at a moment, or of both actions; without it there is no end. A moment that
 * is no slot, as the end of a hold, goes by the first of them.
 */
export const retryPolicy = (definition: Scheduled, action: Action, since?: number): RetryPolicy | undefined => {
  const slots = slotsOf(definition, action);
  const due = since === undefined ? undefined : slotAt(slots, definition.timeZone, since);
  return (due ?? slots[0])?.retry ?? definition.schedule.retry;
};

/** Epoch milliseconds of the last moment at which it may be made again, or `off`. `since`: when it became due. */
export const retryEnds = (definition: Scheduled, action: Action, since: number): number | 'off' => {
  const policy = retryPolicy(definition, action, since);
  if (policy === undefined) return Number.POSITIVE_INFINITY;
  if (policy === 'off') return policy;
  return nextSlot({ days: weekdays, at: policy.until }, definition.timeZone, since) ?? Number.POSITIVE_INFINITY;
};

/** What a plan says of it, where the definition says anything. */
export const retryRule = (definition: Scheduled, action: Action, nowMs?: number) => {
  const next = nowMs === undefined ? undefined : nextSlot(slotsOf(definition, action), definition.timeZone, nowMs);
  const policy = retryPolicy(definition, action, next);
  if (policy === undefined) return undefined;
  return policy === 'off'
    ? `a ${action} that fails is not retried: \`retry\` is \`off\` in its schedule`
    : `a ${action} that fails for a temporary reason is retried until ${policy.until}`;
};
