// Delivers once per message and destination, however often the queue shows the message. A destination that failed is retried
// alone.
import { failed, type Handled, type Work } from './dependencies.ts';

/** Longer than any invocation runs. */
const claimMs = 40_000;

/** Releases the claim if the attempt fails or throws, so that it can be retried at once. */
export const deliverOnce = async (key: string, work: Work, attempt: () => Promise<Handled>): Promise<Handled> => {
  const { notifications, nowMs } = work;
  const claim = await notifications.claimDelivery(key, nowMs(), nowMs() + claimMs);
  if (claim === 'done') return { kind: 'delivered-before' };
  if (claim === 'busy') return failed('another invocation is delivering it');
  let handled: Handled | undefined;
  try {
    handled = await attempt();
    return handled;
  } finally {
    if (handled === undefined || handled.kind === 'failed') await notifications.releaseDelivery(key, nowMs());
    else await notifications.completeDelivery(key, nowMs());
  }
};
