// What a function answers to Lambda's Kafka event source.

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
