// One message to one destination, as carefully as one invocation can: in its turn, with a fresh secret if the old one is no good,
// without layout if the layout is refused, and again if the destination asks for no more patience than there is time.

import type { Target } from '#definition/destinations.ts';
import { keyOf, secretOf } from '#definition/targets.ts';
import { type Delivery, type Failed, failedForNow } from '#notify/delivery/delivery.ts';
import { holdOff, type Pace, takeTurn } from '#notify/delivery/pace.ts';
import type { Outgoing } from '#notify/destinations/destination.ts';
import { remembersThings, traitsOf } from '#notify/destinations/traits.ts';
import { inOrder } from './in-order.ts';
import type { Invocation, Memory } from './invocation.ts';

export type Deliver = (target: Target, outgoing: Outgoing) => Promise<Delivery>;

/** What an attempt and the writing down of its result take at most. */
const attemptMs = (target: Target): number => traitsOf(target).timeoutMs + 2_000;
/** When a destination asks for patience without saying how much. */
const retryAfterSecondsDefault = 30;
const askedToWaitMax = 3;
/** Longer than an invocation: whoever says nothing costs one message of it, not every one. */
const silentMs = 30_000;

type Attempt = (isPlain: boolean) => Promise<Delivery>;

const isRefused = (delivery: Delivery): delivery is Failed => delivery.kind === 'failed' && !delivery.retryable;

/** The secret may have changed since it was read: access is refused or gone, or what was read is no such secret. */
const mayBeOutdated = ({ status }: Failed): boolean => status === undefined || [401, 403, 404, 410].includes(status);

const notTried = (why: string): Failed => failedForNow(`not tried: ${why}`);

/** How long the destination wants to be left alone after this answer. */
const patienceMs = (delivery: Failed): number => {
  if (delivery.status === 429) return (delivery.retryAfterSeconds ?? retryAfterSecondsDefault) * 1_000;
  return delivery.timedOut ? silentMs : 0;
};

/** Attempts in its turn. Turns are kept per destination, by a key that gives nothing away. */
const paced =
  ({ access, store, remainingMs }: Invocation, target: Target, attempt: Attempt): Attempt =>
  async (isPlain) => {
    const key = `pace|${keyOf(target)}`;
    const { gapMs } = traitsOf(target);
    for (let asked = 1; ; asked++) {
      const { nowMs, pause } = access;
      const turn = await store.change(key, nowMs(), (pace: Pace | undefined) =>
        takeTurn(pace, nowMs(), remainingMs() - attemptMs(target), gapMs),
      );
      if (turn.kind === 'later') return notTried(`the destination is free in ${Math.ceil(turn.waitMs / 1_000)} s`);
      if (turn.waitMs > 0) await pause(turn.waitMs);
      const delivery = await attempt(isPlain);
      const waitMs = delivery.kind === 'failed' ? patienceMs(delivery) : 0;
      if (delivery.kind !== 'failed' || waitMs === 0) return delivery;
      const untilMs = nowMs() + waitMs;
      await store.change(key, nowMs(), (pace: Pace | undefined) => holdOff(pace, untilMs));
      const mayWait = delivery.status === 429 && asked < askedToWaitMax;
      if (!mayWait || untilMs - nowMs() > remainingMs() - attemptMs(target)) return delivery;
    }
  };

const withPlainSecondTry = async (attempt: Attempt): Promise<Delivery> => {
  const first = await attempt(false);
  return isRefused(first) && first.status === 400 ? attempt(true) : first;
};

const sendWithSecret = async (
  invocation: Invocation,
  target: Target,
  outgoing: Outgoing,
  memory: Memory,
): Promise<Delivery> => {
  const { secret: read, destination, nowMs } = invocation.access;
  const { send } = await destination(target.kind);
  const attemptWith = (secret: string): Attempt =>
    paced(invocation, target, (isPlain) => {
      const signal = AbortSignal.timeout(traitsOf(target).timeoutMs);
      return send(target, outgoing, { ...memory, secret, isPlain, signal, nowMs });
    });
  const name = secretOf(target);
  if (name === undefined) return withPlainSecondTry(attemptWith(''));
  const secret = await read(name, { refresh: false });
  const first = await withPlainSecondTry(attemptWith(secret));
  if (!isRefused(first) || !mayBeOutdated(first)) return first;
  const fresh = await read(name, { refresh: true });
  return fresh === secret ? first : withPlainSecondTry(attemptWith(fresh));
};

const withoutMemory: Memory = { known: undefined, remember: async () => {} };

export const delivering =
  (invocation: Invocation): Deliver =>
  (target, outgoing) => {
    const send = (memory: Memory): Promise<Delivery> =>
      invocation.remainingMs() < attemptMs(target)
        ? Promise.resolve(notTried('the invocation has no time left'))
        : sendWithSecret(invocation, target, outgoing, memory);
    return remembersThings(target, outgoing) ? inOrder(invocation, target, outgoing, send) : send(withoutMemory);
  };
