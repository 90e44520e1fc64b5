// Inserts the rows of one partition: all at once, and after a refusal in halves, to find the bad ones.
import { meaningOf } from './errors.ts';
import { deduplicationToken, type Row } from './rows.ts';

/** Inserts one block. Rejects with ClickHouse's error, which has a `code`. */
export type InsertBlock = (rows: readonly Row[], token: string) => Promise<void>;

type Refused = { readonly row: Row; readonly reason: string };

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const halves = (rows: readonly Row[]): readonly (readonly Row[])[] => {
  const middle = Math.ceil(rows.length / 2);
  return [rows.slice(0, middle), rows.slice(middle)];
};

/**
 * Returns the rows that ClickHouse refuses permanently: a refused block is halved until the bad rows stand alone, which takes few
 * requests where few rows are bad. Rejects when ClickHouse is unavailable: no row is known to be wrong, and the same rows are to
 * be retried. A row that was inserted twice is one row with `FINAL`.
 */
export const insertRows = async (rows: readonly Row[], insert: InsertBlock): Promise<readonly Refused[]> => {
  if (rows.length === 0) return [];
  try {
    await insert(rows, deduplicationToken(rows));
    return [];
  } catch (error) {
    if (meaningOf(error) === 'moment') throw error;
    if (rows.length === 1) return rows.map((row) => ({ row, reason: messageOf(error) }));
  }
  const refused: Refused[] = [];
  for (const half of halves(rows)) refused.push(...(await insertRows(half, insert)));
  return refused;
};
