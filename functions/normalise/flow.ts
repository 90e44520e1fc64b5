// The flow of `normalise`: the records of a batch, partition by partition, and where to continue after a failure.

import type { Produce } from '#pipeline/kafka/outgoing.ts';
import { partitionsIn } from '#pipeline/kafka/source-records.ts';
import type { Mapping } from '#pipeline/mapping/mapping.ts';
import {
  type Counts,
  type NormaliserTopics,
  normalisePartition,
  type PartitionResult,
} from '#pipeline/normalise-partition.ts';

export type NormaliseFlow = {
  readonly mappings: readonly Mapping[];
  readonly topics: NormaliserTopics;
  readonly produce: Produce;
  /** Whether Lambda listens to partial results, which it does only with provisioned pollers. */
  readonly reportsPartialBatches: boolean;
  readonly count: (counts: Counts) => void;
};

/** Where each partition is to be read again. Lambda takes anything else as "the whole batch failed". */
type BatchResult = {
  readonly batchItemFailures: readonly {
    readonly itemIdentifier: { readonly partition: string; readonly offset: number };
  }[];
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
  ({ mappings, topics, produce, reportsPartialBatches, count }: NormaliseFlow) =>
  async (event: unknown): Promise<BatchResult> => {
    const partitions = partitionsIn(event);
    const results = await Promise.all(
      partitions.map(async (partition) => ({
        id: partition.id,
        result: await normalisePartition(partition, mappings, topics, produce),
      })),
    );
    count(sum(results.map(({ result }) => result)));
    const stopped = results.flatMap(({ id, result }) => (result.stopped ? [{ id, ...result.stopped }] : []));
    const [first] = stopped;
    if (first && !reportsPartialBatches)
      throw new Error(`${first.id} stopped at offset ${first.offset}; the batch is delivered again`, {
        cause: first.error,
      });
    return {
      batchItemFailures: stopped.map(({ id, offset }) => ({
        itemIdentifier: { partition: id, offset: Number(offset) },
      })),
    };
  };
