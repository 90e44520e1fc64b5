// One message with all that is known of it.
import type { Folded } from '#notify/digest/digest.ts';
import type { DowntimeVerdict } from '#notify/routing/planned-downtime.ts';
import type { Incoming } from './event.ts';
import type { Understood } from './understand.ts';
import { wordOf } from './words.ts';

export type Said = Understood & {
  readonly incoming: Incoming;
  /** When AWS said it; a queue may have kept it since. */
  readonly saidMs: number;
  readonly verdict: DowntimeVerdict;
};

export const foldedOf = ({ incoming, notification, saidMs }: Said): Folded => ({
  id: incoming.deliveryId,
  what: notification.contributor ? `${notification.name} (${notification.contributor})` : notification.name,
  state: wordOf(notification.state),
  at: new Date(saidMs).toISOString(),
});
