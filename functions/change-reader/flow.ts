// The flow of `change-reader`: the changes of a batch, partition by partition, and where to continue after a failure.
import type { ReaderSettings } from '#pipeline/changes/judge-record.ts';
import { type ReaderCounts, readPartition, type SendMessages } from '#pipeline/changes/read-partition.ts';
import { type BatchAnswer, batchAnswer, eachPartition, skippedIn, totalOf } from '#pipeline/kafka/batch-answer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';

export type ReaderFlow = {
  readonly settings: ReaderSettings;
  readonly deadLetters: string;
  readonly send: SendMessages;
  readonly produce: Produce;
  readonly nowMs: () => number;
  readonly reportsPartialBatches: boolean;
  readonly count: (counts: ReaderCounts) => void;
};

/** Rejects at a bad moment if partial results are not listened to: Lambda then delivers the whole batch again. */
export const readChanges =
  ({ settings, reportsPartialBatches, count, nowMs, ...ports }: ReaderFlow) =>
  async (event: unknown): Promise<BatchAnswer> => {
    const results = await eachPartition(event, (partition) => readPartition(partition, settings, ports, nowMs()));
    count({ ...totalOf(results, 'messages', 'deadLetters'), skipped: skippedIn(results) });
    return batchAnswer(results, reportsPartialBatches);
  };
