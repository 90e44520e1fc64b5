import { expect, test } from 'vitest';
import { compileMapping, plainEventsOf } from '#pipeline/file/compile.ts';
import { normaliseRecord } from '#pipeline/normalise-record.ts';
import { bytesOf } from './support.ts';

const plainEvents = plainEventsOf({
  ...{ system: 'montecarlo', kind: 'incident', id: 'payload.incident_id', at: 'payload.updated' },
});
const mappings = [
  compileMapping({
    match: { 'ns.db': 'montecarlo', 'ns.coll': 'incident' },
    version: 3,
    event_type_override: { when: "$eq(type, 'freshness')", value: 'stale', else: 'anomaly' },
    tags: { status: 'payload.status' },
    attrs: { url: 'payload.url' },
  }),
];
const recordTime = Date.parse('2026-11-30T10:00:00Z');
const normalise = (value: unknown) => normaliseRecord(bytesOf(value), recordTime, mappings, plainEvents);
const incident = (payload: object) => ({
  type: 'freshness',
  payload: { incident_id: 'i-1', status: 'open', ...payload },
});

test('an event from outside becomes an event of the pipeline', async () => {
  expect(await normalise(incident({ url: 'https://x', updated: '2026-11-29T08:00:00+02:00' }))).toEqual({
    kind: 'event',
    key: '"i-1"',
    event: {
      ts: '2026-11-29T06:00:00.000Z',
      source: 'montecarlo',
      ns: { db: 'montecarlo', coll: 'incident' },
      op: 'upsert',
      event_type: 'stale',
      idempotency_key: expect.stringMatching(/^montecarlo:[0-9a-f]{40}$/),
      doc_id: 'i-1',
      mapping_version: 3,
      tags: { status: 'open' },
      attrs: { url: 'https://x' },
    },
  });
});

const eventOf = async (value: unknown) => {
  const result = await normalise(value);
  if (result.kind !== 'event') throw new Error(result.reason);
  return result.event;
};

test('the same bytes have one key, others have another', async () => {
  const keys = [incident({ n: 1 }), incident({ n: 1 }), incident({ n: 2 })].map(
    async (one) => (await eventOf(one)).idempotency_key,
  );
  const [first, again, other] = await Promise.all(keys);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test.each([
  ['no time', {}, '2026-11-30T10:00:00.000Z'],
  ['null for a time', { updated: null }, '2026-11-30T10:00:00.000Z'],
  ['milliseconds', { updated: 0 }, '1970-01-01T00:00:00.000Z'],
])('an event with %s has a time all the same', async (_, payload, ts) => {
  expect((await eventOf(incident(payload))).ts).toBe(ts);
});

test.each([
  ['no id', { payload: {} }, 'has no text or number at `payload.incident_id`'],
  ['an empty id', incident({ incident_id: '' }), 'has no text or number'],
  ['an object for an id', incident({ incident_id: {} }), 'has no text or number'],
  ['a time that is none', incident({ updated: 'soon' }), 'has no time at `payload.updated`'],
  ['a list around it', [incident({})], 'is not a JSON object'],
])('an event with %s is a dead letter', async (_, value, reason) => {
  expect(await normalise(value)).toMatchObject({ kind: 'bad', reason: expect.stringContaining(reason) });
});
