// Records that come from elsewhere are checked by hand: every field of another form is named.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOf } from '#pipeline/clickhouse/rows.ts';
import { partitionsIn } from '#pipeline/kafka/source-records.ts';
import { parseExactJson } from '#pipeline/mongodb/exact-json.ts';
import { checkedEvent } from '#pipeline/normalised-event.ts';

const event = {
  ts: '2026-11-20T10:00:00.123Z',
  source: 'mongo',
  ns: { db: 'ingest', coll: 'files' },
  op: 'insert',
  event_type: 'file_arrived',
  idempotency_key: 'mongo:82',
  doc_id: '',
  mapping_version: 1,
  tags: { status: 'arrived' },
  attrs: {},
};
const place = { topic: 'events', partition: 0, offset: '7' };
const rowFrom = (value: unknown) => rowOf(Buffer.from(JSON.stringify(value)), place);

describe('an event that is checked by hand', () => {
  it('gives a row without the keys that are no columns', () => {
    const made = rowFrom({ ...event, more: 1, ns: { ...event.ns, more: 2 } });
    expect(made).toEqual({
      row: {
        ...{ ...event, ns: undefined, ns_db: 'ingest', ns_coll: 'files' },
        ...{ _topic: 'events', _partition: 0, _offset: '7' },
      },
    });
  });

  it.each([
    ['2026-11-20T10:00:00Z', undefined],
    ['2026-02-30T10:00:00.000Z', 'ts'],
    ['1899-12-31T23:59:59.999Z', 'is not between 1900 and 2299'],
    ['2300-01-01T00:00:00.000Z', 'is not between 1900 and 2299'],
    ['2026-11-20 10:00', 'ts'],
    ['', 'ts'],
  ])('takes or refuses the time %j', (ts, wrong) => {
    const checked = checkedEvent({ ...event, ts });
    if (wrong === undefined) expect(checked.wrong).toBeUndefined();
    else expect(checked.wrong).toContain(wrong);
  });

  it('refuses whatever has a part of another form, and names it', () => {
    const keys = fc.constantFrom(...(Object.keys(event) as (keyof typeof event)[]));
    const foreign = fc.constantFrom(null, undefined, 1.5, true, ['a']);
    fc.assert(
      fc.property(keys, foreign, (key, value) => {
        expect(checkedEvent({ ...event, [key]: value }).wrong).toContain(key);
      }),
    );
  });
});

describe('an event of the source that is checked by hand', () => {
  const record = { topic: 't', partition: 0, offset: 5, timestamp: 1, key: null, value: 'e30=' };
  const source = (changed: object) => ({ eventSource: 'aws:kafka', records: { 't-0': [record, changed] } });

  it('reads keys and values that are missing, null or base64', () => {
    const [partition] = partitionsIn(source({ ...record, key: 'YQ==', value: undefined, offset: '9007199254740993' }));
    expect(partition?.records).toMatchObject([
      { key: undefined, offset: '5' },
      { value: null, offset: '9007199254740993' },
    ]);
  });

  it.each(['topic', 'partition', 'offset', 'timestamp', 'key', 'value'])('refuses a foreign %s', (key) => {
    expect(() => partitionsIn(source({ ...record, [key]: { foreign: true } }))).toThrow(key);
  });

  it('refuses another source', () => {
    expect(() => partitionsIn({ eventSource: 'aws:sqs', records: {} })).toThrow('eventSource');
  });
});

describe('integers beyond 2^53', () => {
  it.each([
    ['{"a":9007199254740993}', '9007199254740993'],
    ['{"a": -9007199254740993}', '-9007199254740993'],
    ['{"a":[9007199254740993]}', ['9007199254740993']],
    ['{"a":[1,9007199254740993]}', [1, '9007199254740993']],
    ['{"a":\n9007199254740993}', '9007199254740993'],
    ['{"a":"8268A5B0C19007199254740993"}', '8268A5B0C19007199254740993'],
  ])('keep their digits wherever JSON has them: %s', (text, a) => {
    expect(parseExactJson(text)).toEqual({ a });
  });
});
