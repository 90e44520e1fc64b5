// The flow of `normalise`: the records of a batch, partition by partition, and where to continue after a failure.

import { type BatchAnswer, batchAnswer, eachPartition, skippedIn, totalOf } from '#pipeline/kafka/batch-answer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';
import type { Mapping } from '#pipeline/mapping/mapping.ts';
import { type Counts, type NormaliserTopics, normalisePartition } from '#pipeline/normalise-partition.ts';
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

/** Rejects at a bad moment if partial results are not listened to: Lambda then delivers the whole batch again. */
export const normaliseEvent =
  ({ mappings, plainEvents, topics, produce, reportsPartialBatches, count }: NormaliseFlow) =>
  async (event: unknown): Promise<BatchAnswer> => {
    const results = await eachPartition(event, (partition) =>
      normalisePartition(partition, mappings, topics, produce, plainEvents),
    );
    count({ ...totalOf(results, 'events', 'deadLetters'), skipped: skippedIn(results) });
    return batchAnswer(results, reportsPartialBatches);
  };
