// The flow of `store-metadata`: the events of a batch come into one store, partition by partition.
import { type BatchAnswer, batchAnswer, eachPartition, totalOf } from '#pipeline/kafka/batch-answer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';
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
    try {
      const results = await eachPartition(event, (partition) => storePartition(partition, deadLetters, store, produce));
      count(totalOf(results, 'entities', 'deadLetters'));
      return batchAnswer(results, reportsPartialBatches);
    } finally {
      await store.release();
    }
  };
