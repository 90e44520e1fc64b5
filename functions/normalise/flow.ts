// The flow of `normalise`: the records of a batch, partition by partition, and where to continue after a failure.

import { type BatchAnswer, batchAnswer } from '#pipeline/kafka/batch-answer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';
import { partitionsIn } from '#pipeline/kafka/source-records.ts';
import type { Mapping } from '#pipeline/mapping/mapping.ts';
import {
  type Counts,
  type NormaliserTopics,
  normalisePartition,
  type PartitionResult,
} from '#pipeline/normalise-partition.ts';
import type { PlainEvents } from '#pipeline/plain-event.ts';

export type NormaliseFlow = {
  readonly mappings: readonly Mapping[];
  /** Undefined: the records are changes of MongoDB. */
  readonly plainEvents?: PlainEvents | undefined;
  readonly topics: NormaliserTopics;
  readonly produce: Produce;
  /** Whether Lambda listens to partial results, which it does only with provisioned pollers. */
  readonly reportsPartialBatches: boolean;
  readonly count: (counts: Counts) => void;
};

const sum = (results: readonly PartitionResult[]): Counts => {
  const skipped: Record<string, number> = {};
  for (const [reason, count] of results.flatMap((one) => Object.entries(one.skipped)))
    skipped[reason] = (skipped[reason] ?? 0) + count;
  return {
    events: results.reduce((total, { events }) => total + events, 0),
    deadLetters: results.reduce((total, { deadLetters }) => total + deadLetters, 0),
    skipped,
  };
};

/** Rejects at a bad moment if partial results are not listened to: Lambda then delivers the whole batch again. */
export const normaliseEvent =
  ({ mappings, plainEvents, topics, produce, reportsPartialBatches, count }: NormaliseFlow) =>
  async (event: unknown): Promise<BatchAnswer> => {
    const partitions = partitionsIn(event);
    const results = await Promise.all(
      partitions.map(async (partition) => ({
        id: partition.id,
        ...(await normalisePartition(partition, mappings, topics, produce, plainEvents)),
      })),
    );
    count(sum(results));
    return batchAnswer(results, reportsPartialBatches);
  };
