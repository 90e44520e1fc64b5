// The flow of `store-metadata`: the events of a batch come into one store, partition by partition.
import { type BatchAnswer, batchAnswer } from '#pipeline/kafka/batch-answer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';
import { partitionsIn } from '#pipeline/kafka/source-records.ts';
import { storePartition } from '#pipeline/store-partition.ts';
import type { Store } from '#pipeline/stores/store.ts';

type StoreFlow = {
  readonly store: Store;
  readonly deadLetters: string;
  readonly produce: Produce;
  readonly reportsPartialBatches: boolean;
  readonly count: (counts: { readonly entities: number; readonly deadLetters: number }) => void;
};

/** Rejects at a bad moment if partial results are not listened to: Lambda then delivers the whole batch again. */
export const storeEvent =
  ({ store, deadLetters, produce, reportsPartialBatches, count }: StoreFlow) =>
  async (event: unknown): Promise<BatchAnswer> => {
    const partitions = partitionsIn(event);
    try {
      const results = await Promise.all(
        partitions.map(async (partition) => ({
          id: partition.id,
          ...(await storePartition(partition, deadLetters, store, produce)),
        })),
      );
      count({
        entities: results.reduce((sum, { entities }) => sum + entities, 0),
        deadLetters: results.reduce((sum, one) => sum + one.deadLetters, 0),
      });
      return batchAnswer(results, reportsPartialBatches);
    } finally {
      await store.release();
    }
  };
