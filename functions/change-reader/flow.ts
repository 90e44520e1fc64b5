// The flow of `change-reader`: the changes of a batch, partition by partition, and where to continue after a failure.
import type { ReaderSettings } from '#pipeline/changes/judge-record.ts';
import {
  type ReaderCounts,
  type ReaderResult,
  readPartition,
  type SendMessages,
} from '#pipeline/changes/read-partition.ts';
import { type BatchAnswer, batchAnswer } from '#pipeline/kafka/batch-answer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';
import { partitionsIn } from '#pipeline/kafka/source-records.ts';

export type ReaderFlow = {
  readonly settings: ReaderSettings;
  readonly deadLetters: string;
  readonly send: SendMessages;
  readonly produce: Produce;
  readonly nowMs: () => number;
  readonly reportsPartialBatches: boolean;
  readonly count: (counts: ReaderCounts) => void;
};

const sum = (results: readonly ReaderResult[]): ReaderCounts => {
  const skipped: Record<string, number> = {};
  for (const [reason, count] of results.flatMap((one) => Object.entries(one.skipped)))
    skipped[reason] = (skipped[reason] ?? 0) + count;
  return {
    messages: results.reduce((total, { messages }) => total + messages, 0),
    deadLetters: results.reduce((total, { deadLetters }) => total + deadLetters, 0),
    skipped,
  };
};

/** Rejects at a bad moment if partial results are not listened to: Lambda then delivers the whole batch again. */
export const readChanges =
  ({ settings, reportsPartialBatches, count, nowMs, ...ports }: ReaderFlow) =>
  async (event: unknown): Promise<BatchAnswer> => {
    const results = await Promise.all(
      partitionsIn(event).map(async (partition) => ({
        id: partition.id,
        ...(await readPartition(partition, settings, ports, nowMs())),
      })),
    );
    count(sum(results));
    return batchAnswer(results, reportsPartialBatches);
  };
