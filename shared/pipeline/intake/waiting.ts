// Events that wait in our queue until Kafka is back.
import { isFilled, isText, rule, wrongIn } from '../form.ts';
import { isRecord } from '../is-record.ts';
import type { Incoming } from './take-in.ts';

const isBase64 = (value: unknown): boolean =>
  isText(value) && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
const isHeaders = (value: unknown): boolean => isRecord(value) && Object.values(value).every(isText);

const rules = [
  rule('topic', isFilled, 'is no name'),
  rule('key', isText, 'is no text'),
  rule('body', isBase64, 'is not base64'),
  rule('headers', isHeaders, 'are no texts'),
];

export const queuedText = ({ topic, key, body, headers }: Incoming): string =>
  JSON.stringify({ topic, key, body: body.toString('base64'), headers });

/** Throws for what this function did not write. */
export const fromQueue = (text: string): Incoming => {
  const parsed: unknown = JSON.parse(text);
  const wrong = isRecord(parsed) ? wrongIn(parsed, rules) : 'it is no object';
  if (wrong !== undefined) throw new Error(`a message of the queue is no event: ${wrong}`);
  const { topic, key, body, headers } = parsed as Omit<Incoming, 'body'> & { readonly body: string };
  return { topic, key, body: Buffer.from(body, 'base64'), headers };
};

type QueueRecord = { readonly messageId: string; readonly body: string };

type Drained = { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };

/**
 * One after the other. The first failure ends the batch, so that events of one key stay in order: what was not produced comes again, and goes
 * to the dead letters when it came too often.
 */
export const drain =
  (
    produce: (event: Incoming) => Promise<void>,
    log: (text: string, about: Readonly<Record<string, unknown>>) => void,
  ) =>
  async (records: readonly QueueRecord[]): Promise<Drained> => {
    for (const [index, { messageId, body }] of records.entries())
      try {
        await produce(fromQueue(body));
      } catch (error) {
        log('an event stays in the queue', { messageId, why: error instanceof Error ? error.message : String(error) });
        return { batchItemFailures: records.slice(index).map((record) => ({ itemIdentifier: record.messageId })) };
      }
    return { batchItemFailures: [] };
  };
