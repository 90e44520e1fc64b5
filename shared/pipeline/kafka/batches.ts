// Cuts what is to be produced into batches that a broker takes: one produce request of many small records can be one
// batch of megabytes per partition, and the broker answers MESSAGE_TOO_LARGE for all of it.

/** Brokers take 1,048,588 bytes by default; the rest is for the batch's own header and for each record's. */
export const batchBytesMax = 900_000;

/** What a record takes in a batch in addition to its key, value and headers. */
const overheadBytes = 64;

type Sized = { readonly bytes: number };

type Batches<T> = {
  readonly batches: readonly (readonly T[])[];
  /** Larger than a batch may be, each by itself. */
  readonly tooLarge: readonly T[];
};

/**
 * Batches in the given order, each at most `max` bytes with overhead. A batch may end in one partition or be spread over
 * several: it is never larger than allowed in any.
 */
export const batchesByBytes = <T extends Sized>(records: readonly T[], max: number = batchBytesMax): Batches<T> => {
  const batches: T[][] = [];
  const tooLarge: T[] = [];
  let current: T[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.bytes + overheadBytes;
    if (size > max) {
      tooLarge.push(record);
      continue;
    }
    if (bytes + size > max) {
      batches.push(current);
      current = [];
      bytes = 0;
    }
    current.push(record);
    bytes += size;
  }
  return { batches: current.length > 0 ? [...batches, current] : batches, tooLarge };
};
