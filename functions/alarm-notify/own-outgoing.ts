// What `alarm-notify` says by itself, as it goes to a destination: a digest, how an alarm settled, what is still in alarm.

import { hopsMax } from '#core/hops.ts';
import type { Outgoing } from '#notify/destinations/destination.ts';
import { fact } from '#notify/destinations/outgoing.ts';
import { type Folded, worstOf } from '#notify/digest/digest.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import { stateName } from './keys.ts';

type Saying = { readonly id: string; readonly about: string; readonly name: string; readonly atMs: number };

export const ownOutgoing = (
  { id, about, name, atMs }: Saying,
  folded: readonly Folded[],
  environment: string,
  message: SlackMessage,
): Outgoing => {
  const isAlarm = folded.length > 0 && folded.every(({ state }) => state === stateName('alarm'));
  return {
    ...{ about: fact(about), name: fact(name), environment, message, atMs, deliveryId: id },
    // What it sums up may have been sent on before.
    hops: hopsMax - 1,
    state: isAlarm ? 'alarm' : 'event',
    severity: worstOf(folded),
    source: isAlarm ? 'alarm' : 'curfew',
    account: undefined,
    region: undefined,
  };
};
