// A store that is out of reach must not keep anybody from being told: then this invocation knows only what it did itself,
// and a second message is the price.
import type { Log } from '#engine/workflow.ts';
import { memoryNotificationStore } from '#state/memory-notifications.ts';
import type { NotificationStore } from '#state/notification-store.ts';

/** For one invocation. What is to be kept for later still throws: in this process it would be lost. */
export const failingOpen = (store: NotificationStore, log: Log): NotificationStore => {
  const own = memoryNotificationStore();
  let reachable = true;
  const instead = async <T>(call: (from: NotificationStore) => Promise<T>): Promise<T> => {
    if (!reachable) return call(own);
    try {
      return await call(store);
    } catch (error) {
      reachable = false;
      log.warn('the state table is out of reach: messages may come twice, and storms unfolded', {
        reason: error instanceof Error ? error.message : 'unknown error',
      });
      return call(own);
    }
  };
  return {
    claimDelivery: (key, nowMs, untilMs) => instead((from) => from.claimDelivery(key, nowMs, untilMs)),
    completeDelivery: (key, nowMs) => instead((from) => from.completeDelivery(key, nowMs)),
    releaseDelivery: (key, nowMs) => instead((from) => from.releaseDelivery(key, nowMs)),
    change: (key, nowMs, decide) => instead((from) => from.change(key, nowMs, decide)),
    fold: (digest, folded, nowMs) => store.fold(digest, folded, nowMs),
    folded: (digest) => store.folded(digest),
  };
};
