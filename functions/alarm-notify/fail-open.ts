// A store that is out of reach must not keep anybody from being told: then this process goes by what it knows itself, and a
// second message is the price.
import type { Log } from '#engine/workflow.ts';
import { memoryNotificationStore } from '#state/memory-notifications.ts';
import type { Change, NotificationStore } from '#state/notification-store.ts';
import { reasonOf } from './dependencies.ts';

type Decide<S, D> = (state: S | undefined) => Change<S, D>;

/**
 * Called once for the function, then once per invocation: a store that failed is not asked again before the next one.
 * What is to be kept for later still throws: in this process it would be lost.
 */
export const failingOpen = (store: NotificationStore, log: Log): (() => NotificationStore) => {
  const own = memoryNotificationStore();

  /** Also notes in this process what becomes of the state. */
  const change = async <S extends object, D>(key: string, nowMs: number, decide: Decide<S, D>): Promise<D> => {
    let state: S | undefined;
    const decision = await store.change(key, nowMs, (known: S | undefined) => {
      const changed = decide(known);
      state = changed.state;
      return changed;
    });
    return own.change(key, nowMs, () => ({ state, decision }));
  };

  return () => {
    let reachable = true;
    const instead = async <T>(asked: () => Promise<T>, known: () => Promise<T>): Promise<T> => {
      if (!reachable) return known();
      try {
        return await asked();
      } catch (error) {
        reachable = false;
        const reason = reasonOf(error);
        log.warn('the state table is out of reach: messages may come twice, and storms unfolded', { reason });
        return known();
      }
    };
    return {
      claimDelivery: (...claim) =>
        instead(
          () => store.claimDelivery(...claim),
          () => own.claimDelivery(...claim),
        ),
      completeDelivery: (...delivery) =>
        instead(
          () => store.completeDelivery(...delivery),
          () => own.completeDelivery(...delivery),
        ),
      releaseDelivery: (...delivery) =>
        instead(
          () => store.releaseDelivery(...delivery),
          () => own.releaseDelivery(...delivery),
        ),
      change: (key, nowMs, decide) =>
        instead(
          () => change(key, nowMs, decide),
          () => own.change(key, nowMs, decide),
        ),
      fold: (...folded) => store.fold(...folded),
      folded: (digest) => store.folded(digest),
    };
  };
};
