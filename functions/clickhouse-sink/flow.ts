// The flow of `clickhouse-sink`: the events of a batch become rows, partition by partition.
import type { InsertBlock } from '#pipeline/clickhouse/insert.ts';
import { batchAnswer, eachPartition, totalOf } from '#pipeline/kafka/batch-answer.ts';
import type { Produce } from '#pipeline/kafka/outgoing.ts';
import { sinkPartition } from '#pipeline/sink-partition.ts';

export type SinkFlow = {
  readonly insert: InsertBlock;
  readonly deadLetters: string;
  readonly produce: Produce;
  readonly reportsPartialBatches: boolean;
  readonly count: (counts: { readonly rows: number; readonly deadLetters: number }) => void;
};

/** Rejects at a bad moment if partial results are not listened to: Lambda then delivers the whole batch again. */
export const sinkEvent =
  ({ insert, deadLetters, produce, reportsPartialBatches, count }: SinkFlow) =>
  async (event: unknown) => {
    const results = await eachPartition(event, (partition) => sinkPartition(partition, deadLetters, insert, produce));
    count(totalOf(results, 'rows', 'deadLetters'));
    return batchAnswer(results, reportsPartialBatches);
  };
