// What `alarm-notify` accepts: anything. SQS records with an SNS envelope or a bare message in them, SNS records, and
// whatever somebody sends by hand; a shape that is not known becomes text, so that it is posted rather than dropped.
import * as z from 'zod';
import { parsedJson } from '#notify/recognition/json.ts';
import { type Received, receivedFrom } from '#notify/recognition/received.ts';
import { reasonOf } from './reason.ts';

export type Incoming = Received & {
  /** The message of a queue that came in no envelope of SNS, and by whom SQS says it was sent: nobody else can say so. */
  readonly sender?: string;
  /** The same when it is delivered again: SNS keeps its id, while a queue gives each delivery another. */
  readonly deliveryId: string;
  /** Only a record of a queue can fail by itself; for everything else the whole invocation has to. */
  readonly source: 'queue' | 'direct';
  /** By which a queue takes it back; what comes directly has none. */
  readonly item?: string;
  /** As the queue holds it. */
  readonly raw?: string;
  /** How often the queue has shown it, this time included. */
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
      // What we gave up says why, and is somebody else's message although we sent it.
      ...(sns || sender === undefined || received.attributes?.reason !== undefined ? {} : { sender }),
    };
  }
  // No topic delivers like this: what it says about its origin is whatever the caller wrote.
  const { topicArn: _claimed, ...unproven } = received;
  return { ...unproven, source: 'direct', deliveryId: received.id === 'unknown' ? id : received.id };
};

/** A record that nobody can read is a message of its own, so that the others of its batch are not lost with it. */
const incomingOrWhy = (record: unknown, id: string): Incoming => {
  try {
    return incoming(record, id);
  } catch (error) {
    const item = identified.safeParse(record).data?.messageId;
    const where = item === undefined ? ({ source: 'direct' } as const) : ({ source: 'queue', item } as const);
    return { id, deliveryId: item ?? id, body: `a message that cannot be read: ${reasonOf(error)}`, ...where };
  }
};

/** `requestId` is Lambda's, the same when it tries an event again: it names what has no id of its own. */
export const parseNotifications = (event: unknown, requestId: string): Incoming[] =>
  (batch.safeParse(event).data?.Records ?? [event]).map((record, index) =>
    incomingOrWhy(record, `${requestId}-${index}`),
  );
