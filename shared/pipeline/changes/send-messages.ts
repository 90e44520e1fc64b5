// Sends messages to the queue of `alarm-notify`, ten at a time.
import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SendMessages } from './read-partition.ts';

/** SQS takes ten messages, with 256 KB together in every region. */
const messagesMax = 10;
const bytesMax = 250_000;

type Numbered = { readonly index: number; readonly body: string };

const batchesOf = (bodies: readonly string[]): readonly (readonly Numbered[])[] => {
  const batches: Numbered[][] = [];
  let room = 0;
  for (const [index, body] of bodies.entries()) {
    const bytes = Buffer.byteLength(body);
    const current = batches.at(-1);
    if (current && current.length < messagesMax && bytes <= room) {
      current.push({ index, body });
      room -= bytes;
    } else {
      batches.push([{ index, body }]);
      room = bytesMax - bytes;
    }
  }
  return batches;
};

/** What another try cannot help: the text itself. */
const isRefusedForGood = ({ Code }: { readonly Code?: string | undefined }): boolean =>
  Code?.includes('InvalidMessageContents') === true;

/** One batch after the other, so that changes of a partition come in their order. Rejects with the first failure. */
export const sendMessages =
  (client: Pick<SQSClient, 'send'>, QueueUrl: string): SendMessages =>
  async (bodies) => {
    const refused: { index: number; reason: string }[] = [];
    for (const batch of batchesOf(bodies)) {
      const Entries = batch.map(({ index, body }) => ({ Id: String(index), MessageBody: body }));
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      const passing = Failed.find((one) => !isRefusedForGood(one));
      if (passing) throw new Error(`the queue did not take a message: ${passing.Code ?? passing.Message}`);
      for (const { Id, Message } of Failed)
        refused.push({ index: Number(Id), reason: `the queue refuses the message: ${Message ?? 'without a reason'}` });
    }
    return refused;
  };
