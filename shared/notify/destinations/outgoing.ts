// A notification as it goes to a destination.
import type { AnyNotification } from '../recognition/recognised.ts';
import type { SlackMessage } from '../rendering/message.ts';
import type { Outgoing } from './destination.ts';

/**
 * A fact as others wrote it, for formats in which it stands by itself: half a character is refused, and what cannot be seen has no
 * business there.
 */
export const fact = <T extends string | undefined>(text: T): T =>
  text?.toWellFormed().replace(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, ' ') as T;

/** `message` is what is said of it; `publishedMs` is when AWS said it, for what does not say when it happened; `belongsTo` the environment. */
export const outgoingOf = (
  { about, state, severity, source, name, environment, account, region, at }: AnyNotification,
  message: SlackMessage,
  deliveryId: string,
  publishedMs: number,
  belongsTo: string | undefined = environment,
): Outgoing => {
  const atMs = Date.parse(at ?? '');
  return {
    ...{ state, severity, source, message, deliveryId: fact(deliveryId), about: fact(about), name: fact(name) },
    ...{ environment: fact(belongsTo), account: fact(account), region: fact(region) },
    atMs: Number.isNaN(atMs) ? publishedMs : atMs,
  };
};
