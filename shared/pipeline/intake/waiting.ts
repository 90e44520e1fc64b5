// Events that wait in our queue until Kafka is back.
import * as z from 'zod';
import type { Incoming } from './take-in.ts';

const waiting = z.strictObject({
  topic: z.string().min(1),
  key: z.string(),
  body: z.base64(),
  headers: z.record(z.string(), z.string()),
});

export const queuedText = ({ topic, key, body, headers }: Incoming): string =>
  JSON.stringify({ topic, key, body: body.toString('base64'), headers });

/** Throws for what this function did not write. */
export const fromQueue = (text: string): Incoming => {
  const { body, ...event } = waiting.parse(JSON.parse(text));
  return { ...event, body: Buffer.from(body, 'base64') };
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
