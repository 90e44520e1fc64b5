// What `alarm-notify` accepts: anything. SQS records with an SNS envelope or a bare message in them, SNS records, and
// whatever somebody sends by hand; a shape that is not known becomes text, so that it is posted rather than dropped.
import { z } from 'zod';
import { parsedJson } from '#notify/recognise-json.ts';
import type { RawText } from '#notify/render-text.ts';

export type Incoming = RawText & {
  /** Only a record of a queue can fail by itself; for everything else the whole invocation has to. */
  readonly source: 'queue' | 'direct';
};

const subject = z.string().optional().catch(undefined);
const queued = z.object({ messageId: z.string().min(1), body: z.unknown() });
const published = z.object({
  Sns: z.object({ MessageId: z.string().catch('unknown'), Subject: subject, Message: z.unknown() }),
});
// The same in the body of a queue's record. Nothing else of it is shown: it holds links that unsubscribe or confirm.
const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  Subject: subject,
  Message: z.string(),
});
const batch = z.object({ Records: z.array(z.unknown()) });

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));

const content = (message: string, about: string | undefined): Pick<RawText, 'body' | 'subject'> => ({
  body: message,
  ...(about === undefined ? {} : { subject: about }),
});

const byHand = (event: unknown): Incoming => ({ id: 'unknown', source: 'direct', body: asText(event) });

const incoming = (record: unknown): Incoming => {
  const sqs = queued.safeParse(record).data;
  if (sqs) {
    const body = asText(sqs.body);
    const sns = envelope.safeParse(parsedJson(body)).data;
    return { id: sqs.messageId, source: 'queue', ...(sns ? content(sns.Message, sns.Subject) : { body }) };
  }
  const sns = published.safeParse(record).data?.Sns;
  if (sns) return { id: sns.MessageId, source: 'direct', ...content(asText(sns.Message), sns.Subject) };
  return byHand(record);
};

export const parseNotifications = (event: unknown): Incoming[] => {
  const records = batch.safeParse(event).data?.Records;
  return records ? records.map(incoming) : [byHand(event)];
};
