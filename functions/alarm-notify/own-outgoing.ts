// Messages of `alarm-notify` itself: a digest, the end of flapping, alarms that are still in alarm.

import { hopsMax } from '#core/hops.ts';
import type { Outgoing } from '#notify/destinations/destination.ts';
import { fact } from '#notify/destinations/outgoing.ts';
import { type Folded, worstOf } from '#notify/digest/digest.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import { stateName } from './keys.ts';

type OwnMessage = { readonly id: string; readonly about: string; readonly name: string; readonly atMs: number };

export const ownOutgoing = (
  { id, about, name, atMs }: OwnMessage,
  folded: readonly Folded[],
  environment: string,
  message: SlackMessage,
): Outgoing => {
  const isAlarm = folded.length > 0 && folded.every(({ state }) => state === stateName('alarm'));
  return {
    ...{ about: fact(about), name: fact(name), environment, message, atMs, deliveryId: id },
    // The summarised messages may have been forwarded before.
    hops: hopsMax - 1,
    state: isAlarm ? 'alarm' : 'event',
    severity: worstOf(folded),
    source: isAlarm ? 'alarm' : 'curfew',
    account: undefined,
    region: undefined,
  };
};
