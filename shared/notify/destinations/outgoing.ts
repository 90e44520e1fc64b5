// A notification as it goes to a destination.
import type { AnyNotification } from '../recognition/recognised.ts';
import type { SlackMessage } from '../rendering/message.ts';
import type { Outgoing } from './destination.ts';

/** `message` is what is said of it; `publishedMs` is when AWS said it, for what does not say when it happened. */
export const outgoingOf = (
  { about, state, severity, source, name, environment, account, region, at }: AnyNotification,
  message: SlackMessage,
  deliveryId: string,
  publishedMs: number,
): Outgoing => {
  const atMs = Date.parse(at ?? '');
  return {
    ...{ about, state, severity, source, name, environment, account, region, message, deliveryId },
    atMs: Number.isNaN(atMs) ? publishedMs : atMs,
  };
};
