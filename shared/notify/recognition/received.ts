// One message as received from SNS, from a queue or by a direct call. Only the needed fields of the envelope are kept, never its
// signature or the link that unsubscribes.
import * as z from 'zod';
import { isDeeperThan, jsonDepthMax } from '#core/json-depth.ts';
import { parsedJson } from './json.ts';

export type Received = {
  /** Id of the message that carried it, to find it in logs. */
  readonly id: string;
  readonly subject?: string;
  readonly body: string;
  /** The attributes of the SNS message, by name. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly topicArn?: string;
  /** When it was published, ISO 8601. */
  readonly sentAt?: string;
};

const optionalText = z
  .string()
  .min(1)
  .exactOptional()
  .catch(undefined as never);

/** Replaces a message that is nested too deeply for recursion. */
export const tooDeep = `a message that is nested deeper than ${jsonDepthMax} levels; it is omitted`;

const asText = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return isDeeperThan(value, jsonDepthMax) ? tooDeep : (JSON.stringify(value) ?? String(value));
};

/** The field is `Value` in SNS and `stringValue` in SQS. */
const attributes = z
  .record(
    z.string(),
    z
      .object({ Value: z.unknown().optional(), stringValue: z.unknown().optional() })
      .catch({ Value: undefined, stringValue: undefined })
      .transform(({ Value, stringValue }) => asText(Value ?? stringValue ?? '')),
  )
  .catch({});

// SNS in a Lambda event and in the body of an SQS record differ only in the keys of the links, which are not read.
const sns = {
  MessageId: z.string().min(1).catch('unknown'),
  TopicArn: optionalText,
  Subject: optionalText,
  Timestamp: optionalText,
  MessageAttributes: attributes,
};
const snsRecord = z.object({ Sns: z.object({ ...sns, Message: z.unknown().optional() }) });
const snsBody = z.object({
  ...sns,
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  Message: z.string(),
});
const sqsRecord = z.object({
  messageId: z.string().min(1),
  body: z.unknown().optional(),
  messageAttributes: attributes,
});
const batch = z.object({ Records: z.array(z.unknown()) });

const published = (
  id: string,
  body: string,
  envelope: Omit<z.output<typeof snsBody>, 'Type' | 'Message'>,
): Received => ({
  ...{ id, body, attributes: envelope.MessageAttributes },
  ...(envelope.Subject === undefined ? {} : { subject: envelope.Subject }),
  ...(envelope.TopicArn === undefined ? {} : { topicArn: envelope.TopicArn }),
  ...(envelope.Timestamp === undefined ? {} : { sentAt: envelope.Timestamp }),
});

/** The message inside an SNS envelope, or the text itself. */
const unwrapped = (id: string, body: string, own: Readonly<Record<string, string>>): Received => {
  const envelope = snsBody.safeParse(parsedJson(body)).data;
  return envelope ? published(id, envelope.Message, envelope) : { id, body, attributes: own };
};

export const receivedFrom = (record: unknown): Received => {
  const queued = sqsRecord.safeParse(record).data;
  if (queued) return unwrapped(queued.messageId, asText(queued.body), queued.messageAttributes);
  const direct = snsRecord.safeParse(record).data?.Sns;
  if (direct) return published(direct.MessageId, asText(direct.Message), direct);
  return unwrapped('unknown', asText(record), {});
};

/** The records of an event, or the event itself. */
export const receivedIn = (event: unknown): Received[] =>
  (batch.safeParse(event).data?.Records ?? [event]).map(receivedFrom);
