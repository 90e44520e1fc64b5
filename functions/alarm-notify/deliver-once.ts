// What is delivered once, however often a queue shows its message: per message and destination, so that a destination that
// failed is tried again without the others hearing it twice.
import { failed, type Handled, type Work } from './dependencies.ts';

/** Past the end of any invocation that could still be at it. */
const claimMs = 40_000;

/** Does not throw for what was delivered; what throws before that was not, and may be tried again at once. */
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
