// Sends one message to one destination: in its turn, with a fresh secret if the old one fails, without layout if the layout is
// refused, and again if the destination asks for a delay that the invocation has time for.

import type { Target } from '#definition/destinations.ts';
import { keyOf, secretOf } from '#definition/targets.ts';
import { type Delivery, type Failed, failedForNow } from '#notify/delivery/delivery.ts';
import { holdOff, type Pace, patienceMsMax, takeTurn } from '#notify/delivery/pace.ts';
import type { Outgoing } from '#notify/destinations/destination.ts';
import { remembersThings, traitsOf } from '#notify/destinations/traits.ts';
import { inOrder } from './in-order.ts';
import type { Invocation, Memory } from './invocation.ts';

export type Deliver = (target: Target, outgoing: Outgoing) => Promise<Delivery>;

/** The maximum time of an attempt and of storing its result. */
const attemptMs = (target: Target): number => traitsOf(target).timeoutMs + 2_000;
/** If a destination answers 429 without a delay. */
const retryAfterSecondsDefault = 30;
const askedToWaitMax = 3;
/** Longer than an invocation, so that a destination that does not answer is tried once per invocation. */
const silentMs = 30_000;

type Attempt = (isPlain: boolean) => Promise<Delivery>;

const isRefused = (delivery: Delivery): delivery is Failed => delivery.kind === 'failed' && !delivery.retryable;

/** Whether the secret may have changed: access is refused or gone, or the secret is invalid. */
const mayBeOutdated = ({ status }: Failed): boolean => status === undefined || [401, 403, 404, 410].includes(status);

const notTried = (why: string): Failed => failedForNow(`not tried: ${why}`);

/** How long to wait before the next message to the destination. */
const patienceMs = (delivery: Failed): number => {
  if (delivery.status === 429) return (delivery.retryAfterSeconds ?? retryAfterSecondsDefault) * 1_000;
  return delivery.timedOut ? silentMs : 0;
};

/** Runs the attempt in its turn. Turns are stored per destination, under a key without secrets. */
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
      const untilMs = nowMs() + Math.min(waitMs, patienceMsMax);
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
