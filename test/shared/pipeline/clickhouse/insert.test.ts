import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { meaningOf } from '#pipeline/clickhouse/errors.ts';
import { insertRows } from '#pipeline/clickhouse/insert.ts';
import { deduplicationToken, type Row, rowOf } from '#pipeline/clickhouse/rows.ts';
import { normaliseRecord } from '#pipeline/normalise-record.ts';
import { bytesOf, change, mappings } from '../support.ts';

const normalised = async () => {
  const result = await normaliseRecord(bytesOf(change()), 0, mappings);
  if (result.kind !== 'event') throw new Error(result.reason);
  return result.event;
};

const rowAt = async (offset: number): Promise<Row> => {
  const made = rowOf(bytesOf(await normalised()), { topic: 'events', partition: 2, offset: String(offset) });
  if ('reason' in made) throw new Error(made.reason);
  return made.row;
};

const error = (code: string) => Object.assign(new Error(`Code: ${code}`), { code });

describe('a record of the topic of events', () => {
  test('becomes a row with its place', async () => {
    expect(await rowAt(7)).toMatchObject({
      ns_db: 'ingest',
      ns_coll: 'files',
      doc_id: '656f',
      _topic: 'events',
      _partition: 2,
      _offset: '7',
    });
  });

  test.each([
    ['nothing', null, 'is empty'],
    ['no JSON', new TextEncoder().encode('x'), 'is not JSON'],
    ['a list', bytesOf([]), 'is not a JSON object'],
    ['an event without time', bytesOf({ event_type: 'x' }), 'ts'],
  ])('of %s has a reason instead', (_, value, reason) => {
    expect(rowOf(value, { topic: 't', partition: 0, offset: '0' })).toMatchObject({
      reason: expect.stringContaining(reason),
    });
  });

  test.each([
    ['tags that are a text', { tags: 'x' }, 'tags'],
    ['a key with a dot', { attrs: { 'a.b': 1 } }, '`a.b`'],
    ['an empty key of the event', { idempotency_key: '' }, 'idempotency_key'],
  ])('with %s has a reason instead', async (_, parts, reason) => {
    const value = bytesOf({ ...(await normalised()), ...parts });
    expect(rowOf(value, { topic: 't', partition: 0, offset: '0' })).toMatchObject({
      reason: expect.stringContaining(reason),
    });
  });
});

describe('inserting the rows of a partition', () => {
  test('takes one request, with a token of its first and last offset', async () => {
    const rows = [await rowAt(5), await rowAt(9)];
    const tokens: string[] = [];
    expect(await insertRows(rows, async (_, token) => void tokens.push(token))).toEqual([]);
    expect(tokens).toEqual(['events-2-5-9']);
    expect(deduplicationToken([])).toBe('');
  });

  test('finds exactly the rows that ClickHouse refuses, and inserts each of the others', async () => {
    const all = await Promise.all(Array.from({ length: 40 }, (_, index) => rowAt(index)));
    await fc.assert(
      fc.asyncProperty(fc.subarray(all), async (bad) => {
        const inserted: Row[] = [];
        const refused = await insertRows(all, async (rows) => {
          if (rows.some((row) => bad.includes(row))) throw error('117');
          inserted.push(...rows);
        });
        expect(refused.map(({ row }) => row)).toEqual(bad);
        expect(inserted).toEqual(all.filter((row) => !bad.includes(row)));
      }),
      { numRuns: 30 },
    );
  });

  test('one bad row of a thousand costs some twenty requests, not a thousand', async () => {
    const rows = await Promise.all(Array.from({ length: 1_000 }, (_, index) => rowAt(index)));
    let requests = 0;
    await insertRows(rows, async (block) => {
      requests += 1;
      if (block.some(({ _offset }) => _offset === '617')) throw error('41');
    });
    expect(requests).toBeLessThan(25);
  });

  test.each(['159', '202', '209', '210', '241', '242', '252', 'ECONNREFUSED', ''])(
    'code %j is a bad moment: no row is to blame',
    async (code) => {
      const rows = [await rowAt(1), await rowAt(2)];
      const failing = async () => {
        throw error(code);
      };
      await expect(insertRows(rows, failing)).rejects.toThrow(code);
      expect(meaningOf(error(code))).toBe('moment');
    },
  );

  test('a bad moment in the search for bad rows is a bad moment, too', async () => {
    const rows = [await rowAt(1), await rowAt(2)];
    let call = 0;
    const insert = async () => {
      call += 1;
      throw error(call === 1 ? '27' : '241');
    };
    await expect(insertRows(rows, insert)).rejects.toThrow('241');
  });
});
