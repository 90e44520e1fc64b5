// Parses the event of `alarm-notify`: SQS records with an SNS envelope or a bare message, SNS records, and direct calls. An unknown
// form becomes text, so that it is posted and not dropped.
import * as z from 'zod';
import { parsedJson } from '#notify/recognition/json.ts';
import { type Received, receivedFrom } from '#notify/recognition/received.ts';
import { reasonOf } from './reason.ts';

export type Incoming = Received & {
  /** The sender id that SQS gives, for a message without an SNS envelope. It cannot be forged. */
  readonly sender?: string;
  /** Stable across redeliveries: the id of SNS, or else that of the queue. */
  readonly deliveryId: string;
  /** A record of a queue can fail alone. For a direct call the whole invocation fails. */
  readonly source: 'queue' | 'direct';
  /** The item identifier of a queue record; a direct call has none. */
  readonly item?: string;
  /** The body as in the queue. */
  readonly raw?: string;
  /** The receive count, including this one. */
  readonly receives?: number;
};

const count = z.coerce.number().int().min(1).optional().catch(undefined);
const queued = z.object({
  messageId: z.string().min(1),
  body: z.unknown().optional(),
  attributes: z
    .object({ ApproximateReceiveCount: count, SentTimestamp: count, SenderId: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});
const identified = z.object({ messageId: z.string().min(1) });
const envelope = z.object({ Type: z.string(), MessageId: z.string().min(1), Message: z.string() });
const batch = z.object({ Records: z.array(z.unknown()) });

const fromQueue = ({ messageId, body, attributes }: z.output<typeof queued>) => {
  const { ApproximateReceiveCount: receives, SentTimestamp } = attributes ?? {};
  return {
    source: 'queue' as const,
    item: messageId,
    ...(typeof body === 'string' ? { raw: body } : {}),
    ...(receives === undefined ? {} : { receives }),
    ...(SentTimestamp === undefined ? {} : { sentAt: new Date(SentTimestamp).toISOString() }),
  };
};

const incoming = (record: unknown, id: string): Incoming => {
  const received = receivedFrom(record);
  const found = queued.safeParse(record).data;
  if (found) {
    const sns = typeof found.body === 'string' ? envelope.safeParse(parsedJson(found.body)).data : undefined;
    const sender = found.attributes?.SenderId;
    return {
      ...fromQueue(found),
      ...received,
      deliveryId: sns?.MessageId ?? received.id,
      // A message with a `reason` was given up by this function. It is still somebody else's message.
      ...(sns || sender === undefined || received.attributes?.reason !== undefined ? {} : { sender }),
    };
  }
  // A direct call is no delivery of a topic, so its claimed origin is dropped.
  const { topicArn: _claimed, ...unproven } = received;
  return { ...unproven, source: 'direct', deliveryId: received.id === 'unknown' ? id : received.id };
};

/** A record that cannot be read becomes a message, so that the rest of its batch is handled. */
const incomingOrWhy = (record: unknown, id: string): Incoming => {
  try {
    return incoming(record, id);
  } catch (error) {
    const item = identified.safeParse(record).data?.messageId;
    const where = item === undefined ? ({ source: 'direct' } as const) : ({ source: 'queue', item } as const);
    return { id, deliveryId: item ?? id, body: `a message that cannot be read: ${reasonOf(error)}`, ...where };
  }
};

/** `requestId` is Lambda's and stays the same on a retry. It identifies messages without an id. */
export const parseNotifications = (event: unknown, requestId: string): Incoming[] =>
  (batch.safeParse(event).data?.Records ?? [event]).map((record, index) =>
    incomingOrWhy(record, `${requestId}-${index}`),
  );
