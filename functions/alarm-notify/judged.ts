// One message with all that is known of it.
import type { Folded } from '#notify/digest/digest.ts';
import type { DowntimeVerdict } from '#notify/routing/planned-downtime.ts';
import type { Incoming } from './event.ts';
import { stateName } from './keys.ts';
import type { PresentedIncoming } from './present-incoming.ts';

export type Judged = PresentedIncoming & {
  readonly incoming: Incoming;
  /** When AWS said it; a queue may have kept it since. */
  readonly publishedMs: number;
  readonly verdict: DowntimeVerdict;
};

export const digestEntryOf = ({ incoming, notification, publishedMs }: Judged): Folded => ({
  id: incoming.deliveryId,
  what: notification.contributor ? `${notification.name} (${notification.contributor})` : notification.name,
  state: stateName(notification.state),
  at: new Date(publishedMs).toISOString(),
});
