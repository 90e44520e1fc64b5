// Until when what failed for a temporary reason is made again.
import type { Action } from '#core/action.ts';
import type { Definition, RetryPolicy } from '../definition.ts';
import { nextSlot, weekdays } from './slots.ts';

type Scheduled = Pick<Definition, 'schedule' | 'timeZone'>;

/** What the definition says of an action, or of both; without it there is no end. */
export const retryPolicy = ({ schedule }: Scheduled, action: Action): RetryPolicy | undefined =>
  schedule[action]?.retry ?? schedule.retry;

/** Epoch milliseconds of the last moment at which it may be made again, or `off`. `since`: when it became due. */
export const retryEnds = (definition: Scheduled, action: Action, since: number): number | 'off' => {
  const policy = retryPolicy(definition, action);
  if (policy === undefined) return Number.POSITIVE_INFINITY;
  if (policy === 'off') return policy;
  return nextSlot({ days: weekdays, at: policy.until }, definition.timeZone, since) ?? Number.POSITIVE_INFINITY;
};

/** What a plan says of it, where the definition says anything. */
export const retryRule = (definition: Scheduled, action: Action) => {
  const policy = retryPolicy(definition, action);
  if (policy === undefined) return undefined;
  return policy === 'off'
    ? `a ${action} that fails is not retried: \`retry\` is \`off\` in its schedule`
    : `a ${action} that fails for a temporary reason is retried until ${policy.until}`;
};
