// If the store is out of reach, messages are posted anyway. The process then uses its own memory, so that duplicates may
// occur.
import { OperationError } from '#core/errors.ts';
import type { Log } from '#core/workflow.ts';
import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import type { Change, NotificationStore } from '#notify/delivery/notification-store.ts';

type Decide<S, D> = (state: S | undefined) => Change<S, D>;

/** `fold`, `folded` and `changeKept` throw if the store fails, because the process would lose what they keep. */
export type OpenStore = NotificationStore & { readonly changeKept: NotificationStore['change'] };

/**
 * The outer function is called once per process, the inner one per invocation. After a failure the store is not asked again in the
 * same invocation.
 */
export const failingOpen = (store: NotificationStore, log: Log): (() => OpenStore) => {
  const own = memoryNotificationStore();

  /** Keys that were changed only here while the store was out of reach. */
  const ahead = new Set<string>();

  const change = async <S extends object, D>(key: string, nowMs: number, decide: Decide<S, D>): Promise<D> => {
    const read = (state: S | undefined): Change<S, S | undefined> => ({ state, decision: state });
    const here = ahead.has(key) ? await own.change(key, nowMs, read) : undefined;
    let state: S | undefined;
    const decision = await store.change(key, nowMs, (there: S | undefined) => {
      const changed = decide(here ?? there);
      state = changed.state;
      return changed;
    });
    ahead.delete(key);
    return own.change(key, nowMs, () => ({ state, decision }));
  };

  const changeHere: NotificationStore['change'] = (key, nowMs, decide) => {
    ahead.add(key);
    return own.change(key, nowMs, decide);
  };

  return () => {
    let reachable = true;
    const asking = async <T>(call: () => Promise<T>): Promise<T> => {
      if (!reachable) throw new OperationError('UNAVAILABLE', 'the state table is unreachable');
      try {
        return await call();
      } catch (error) {
        reachable = false;
        const reason = error instanceof Error ? error.message : 'unknown error';
        log.warn('the state table is unreachable: messages may be duplicated and storms are not folded', { reason });
        throw error;
      }
    };
    const instead = <T>(call: () => Promise<T>, known: () => Promise<T>): Promise<T> => asking(call).catch(known);
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
          () => changeHere(key, nowMs, decide),
        ),
      changeKept: (key, nowMs, decide) => asking(() => change(key, nowMs, decide)),
      fold: (...folded) => asking(() => store.fold(...folded)),
      folded: (digest) => asking(() => store.folded(digest)),
    };
  };
};
