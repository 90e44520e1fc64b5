// Inserts the events of one partition into ClickHouse. What is no row, or is refused permanently, goes to the dead letters.
import { type InsertBlock, insertRows } from './clickhouse/insert.ts';
import { type Row, rowOf } from './clickhouse/rows.ts';
import { deadLetter } from './dead-letter.ts';
import { batchesByBytes } from './kafka/batches.ts';
import { type Outgoing, outgoingLetter, type Produce } from './kafka/outgoing.ts';
import type { PartitionRecords, SourceRecord } from './kafka/source-records.ts';

type SinkResult = {
  readonly rows: number;
  readonly deadLetters: number;
  /** Where the partition must be read again, and why. Undefined: all of it is done. */
  readonly stopped: { readonly offset: string; readonly error: unknown } | undefined;
};

type Bad = { readonly record: SourceRecord; readonly reason: string };

const letterOf = (topic: string, { record, reason }: Bad): Outgoing =>
  outgoingLetter(topic, deadLetter({ key: record.key, value: record.value, place: record }, reason, undefined));

const sorted = (records: readonly SourceRecord[]) => {
  const rows: Row[] = [];
  const bad: Bad[] = [];
  for (const record of records) {
    const made = rowOf(record.value, record);
    if ('row' in made) rows.push(made.row);
    else bad.push({ record, reason: made.reason });
  }
  return { rows, bad };
};

/**
 * Rows first, dead letters after: after any failure the partition is read again from its first record, and what was inserted
 * already is known by its key.
 */
export const sinkPartition = async (
  { records }: PartitionRecords,
  deadLetters: string,
  insert: InsertBlock,
  produce: Produce,
): Promise<SinkResult> => {
  const { rows, bad } = sorted(records);
  try {
    const refused = await insertRows(rows, insert);
    const byOffset = new Map(records.map((record) => [record.offset, record]));
    const all = [
      ...bad,
      ...refused.flatMap(({ row, reason }) => {
        const record = byOffset.get(row._offset);
        return record ? [{ record, reason }] : [];
      }),
    ];
    for (const batch of batchesByBytes(all.map((one) => letterOf(deadLetters, one))).batches) await produce(batch);
    return { rows: rows.length - refused.length, deadLetters: all.length, stopped: undefined };
  } catch (error) {
    return { rows: 0, deadLetters: 0, stopped: { offset: records[0]?.offset ?? '0', error } };
  }
};
