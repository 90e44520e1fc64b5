// What every destination is: what it would send for a notification, and how it sends that. One folder each; registry.ts has a
// line for each.
import type { NotificationCommon } from '#core/notification.ts';
import type { DestinationKind, Target } from '#definition/destinations.ts';
import type { Delivery, Known } from '../delivery/delivery.ts';
import type { EmailCopy } from '../delivery/email-copy.ts';
import type { SlackMessage } from '../rendering/message.ts';
import type { HttpCall } from './http.ts';
import type { SlackParts } from './slack/webhook.ts';

/** One message on its way to one destination. */
export type Outgoing = Pick<
  NotificationCommon,
  'about' | 'state' | 'severity' | 'source' | 'name' | 'environment' | 'account' | 'region'
> & {
  /** The same whenever this message is sent again. */
  readonly deliveryId: string;
  /** When it happened, which is the order in which a thing is spoken of. */
  readonly atMs: number;
  /** What it says, as the renderers of the sources made it; other formats are made of it. */
  readonly message: SlackMessage;
};

/** One attempt. */
export type Sending = {
  /** What the secret of the target holds; nothing for a target without one. */
  readonly secret: string;
  /** The destination refused the message once: as little layout as possible this time. */
  readonly isPlain: boolean;
  /** What was remembered of the thing that this is about. */
  readonly known: Known | undefined;
  /** Remembers before something is done that must not be done twice. Throws if it cannot. */
  readonly remember: (known: Known) => Promise<void>;
  /** Ends the attempt when its time is up. */
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
};

export type Destination<K extends DestinationKind = DestinationKind> = {
  /** What is sent, as data: for `curfew render`. Pure. */
  render(target: Target<K>, outgoing: Outgoing): unknown;
  /** Does not throw, but for what `remember` throws. */
  send(target: Target<K>, outgoing: Outgoing, sending: Sending): Promise<Delivery>;
};

export type DestinationParts = {
  /** Instead of the machine's own, for tests; the guard against private addresses is part of the machine's own. */
  readonly http?: HttpCall;
  readonly slack: SlackParts;
  /** Publishes to a topic. */
  readonly mail: EmailCopy;
};

export type MakeDestination<K extends DestinationKind> = (parts: DestinationParts) => Destination<K>;
