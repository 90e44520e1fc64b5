// A store that is out of reach must not keep anybody from being told: then this process goes by what it knows itself, and a
// second message is the price.
import { OperationError } from '#core/errors.ts';
import type { Log } from '#core/workflow.ts';
import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import type { Change, NotificationStore } from '#notify/delivery/notification-store.ts';
import { reasonOf } from './reason.ts';

type Decide<S, D> = (state: S | undefined) => Change<S, D>;

/** What is to be kept for later throws, and so does `changeKept`: in this process it would be lost. */
export type OpenStore = NotificationStore & { readonly changeKept: NotificationStore['change'] };

/** Called once for the function, then once per invocation: a store that failed is not asked again before the next one. */
export const failingOpen = (store: NotificationStore, log: Log): (() => OpenStore) => {
  const own = memoryNotificationStore();

  /** What became of these while the store was out of reach is known here alone. */
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
      if (!reachable) throw new OperationError('UNAVAILABLE', 'the state table is out of reach');
      try {
        return await call();
      } catch (error) {
        reachable = false;
        const reason = reasonOf(error);
        log.warn('the state table is out of reach: messages may come twice, and storms unfolded', { reason });
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
