// What `alarm-notify` keeps, in this process: for tests. Values are cloned as JSON, as a table would.
import { hasEnded } from '#core/ended.ts';
import type { Folded } from '../digest/digest.ts';
import type { Change, NotificationStore } from './notification-store.ts';

type Delivery = { readonly done: boolean; readonly untilMs: number };

const copy = <T>(value: T): T => (value === undefined ? value : JSON.parse(JSON.stringify(value)));

export const memoryNotificationStore = (): NotificationStore => {
  const deliveries = new Map<string, Delivery>();
  const states = new Map<string, object>();
  const digests = new Map<string, Map<string, Folded>>();

  return {
    async claimDelivery(key, nowMs, untilMs) {
      const standing = deliveries.get(key);
      if (standing?.done) return 'done';
      if (standing && !hasEnded(standing.untilMs, nowMs, untilMs - nowMs)) return 'busy';
      deliveries.set(key, { done: false, untilMs });
      return 'taken';
    },
    async completeDelivery(key, nowMs) {
      deliveries.set(key, { done: true, untilMs: nowMs });
    },
    async releaseDelivery(key, nowMs) {
      if (!deliveries.get(key)?.done) deliveries.set(key, { done: false, untilMs: nowMs });
    },
    async change<S extends object, D>(key: string, _nowMs: number, decide: (state: S | undefined) => Change<S, D>) {
      const { state, decision } = decide(copy(states.get(key)) as S | undefined);
      if (state !== undefined) states.set(key, copy(state));
      return decision;
    },
    async fold(digest, folded) {
      const entries = digests.get(digest) ?? new Map<string, Folded>();
      digests.set(digest, entries.set(folded.id, copy(folded)));
    },
    async folded(digest) {
      const entries = [...(digests.get(digest)?.values() ?? [])];
      return entries.map(copy).sort((left, right) => (left.id < right.id ? -1 : 1));
    },
  };
};
