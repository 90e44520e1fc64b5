// A batch of Lambda's Kafka event source: its partitions one beside the other, and what a function answers.
import { type PartitionRecords, partitionsIn } from './source-records.ts';

type PartitionDone = {
  readonly id: string;
  /** Where the partition must be read again, and why. Undefined: all of it is done. */
  readonly stopped: { readonly offset: string; readonly error: unknown } | undefined;
};

/** Where each partition is to be read again. Lambda takes anything else as "the whole batch failed". */
export type BatchAnswer = {
  readonly batchItemFailures: readonly {
    readonly itemIdentifier: { readonly partition: string; readonly offset: number };
  }[];
};

/** Throws after a bad moment if partial results are not listened to: Lambda then delivers the whole batch again. */
export const batchAnswer = (results: readonly PartitionDone[], reportsPartialBatches: boolean): BatchAnswer => {
  const stopped = results.flatMap(({ id, stopped: at }) => (at ? [{ id, ...at }] : []));
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

/** What becomes of each partition of a batch, all at once. Throws for what is not an event of a Kafka event source. */
export const eachPartition = <R extends object>(
  event: unknown,
  handle: (partition: PartitionRecords) => Promise<R>,
): Promise<readonly (R & { readonly id: string })[]> =>
  Promise.all(partitionsIn(event).map(async (partition) => ({ id: partition.id, ...(await handle(partition)) })));

/** How many, over all partitions. */
export const totalOf = <K extends string>(
  results: readonly Readonly<Record<K, number>>[],
  ...keys: readonly K[]
): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, results.reduce((sum, one) => sum + one[key], 0)])) as Record<K, number>;

/** How many records were skipped, by reason. */
export const skippedIn = (
  results: readonly { readonly skipped: Readonly<Record<string, number>> }[],
): Record<string, number> => {
  const skipped: Record<string, number> = {};
  for (const [reason, count] of results.flatMap((one) => Object.entries(one.skipped)))
    skipped[reason] = (skipped[reason] ?? 0) + count;
  return skipped;
};
