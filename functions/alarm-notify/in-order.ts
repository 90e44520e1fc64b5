// For destinations that keep state: messages about one thing are sent in the order in which they happened, one at a time and each
// once. The state and the delivery are stored together.
import { createHash } from 'node:crypto';
import type { Target } from '#definition/destinations.ts';
import { keyOf } from '#definition/targets.ts';
import { type Delivery, failedForNow, type Known } from '#notify/delivery/delivery.ts';
import { finishThing, releaseThing, rememberOfThing, type Thing, takeThing } from '#notify/delivery/thing.ts';
import type { Outgoing } from '#notify/destinations/destination.ts';
import type { Invocation, Memory } from './invocation.ts';

/**
 * Without the state table an alarm is still sent, because a duplicate does no harm. An end is not, because its incident is not
 * known. Neither is anything to Jira, where a duplicate issue would appear.
 */
const storeFor = ({ kind }: Target, { state }: Outgoing, { store }: Invocation): Invocation['store']['change'] =>
  kind === 'jira' || state === 'ok' ? store.changeKept : store.change;

/** A key of the table has at most 1,024 bytes. */
const shortened = (about: string): string =>
  about.length <= 250 ? about : createHash('sha256').update(about.toWellFormed()).digest('hex');

export const inOrder = async (
  invocation: Invocation,
  target: Target,
  outgoing: Outgoing,
  send: (memory: Memory) => Promise<Delivery>,
): Promise<Delivery> => {
  const { nowMs } = invocation.access;
  const { deliveryId: id, atMs, about } = outgoing;
  const change = storeFor(target, outgoing, invocation);
  const key = `thing|${keyOf(target)}|${shortened(about)}`;
  const turn = await change(key, nowMs(), (thing: Thing | undefined) => takeThing(thing, { id, atMs }, nowMs()));
  if (turn.kind === 'done') return { kind: 'skipped', reason: 'it was posted before' };
  if (turn.kind === 'wait') return failedForNow('not tried: waits for an earlier message');
  let known = turn.known;
  const remember = async (next: Known): Promise<void> => {
    await change(key, nowMs(), (thing: Thing | undefined) => rememberOfThing(thing, next));
    known = next;
  };
  const memory: Memory = {
    get known() {
      return known;
    },
    remember,
  };
  const delivery = await send(memory).catch(async (error: unknown) => {
    await change(key, nowMs(), (thing: Thing | undefined) => releaseThing(thing, id));
    throw error;
  });
  await change(key, nowMs(), (thing: Thing | undefined) =>
    delivery.kind === 'failed' ? releaseThing(thing, id) : finishThing(thing, id, delivery.known),
  );
  return delivery;
};
