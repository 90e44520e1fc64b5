// The store in a real PostgreSQL.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NormalisedEvent } from '#pipeline/normalised-event.ts';
import { seededChance } from '#sim/random/chance.ts';
import { deliveryOf, eventAbout } from '#test/support/store-events.ts';
import { type Postgres, startPostgres } from '../../scripts/integration/postgres.ts';
import { migrate, migratedPostgres, names, rowsOf, storeOver } from './support/postgres-store.ts';

let data: string;
let server: Postgres;

beforeAll(async () => {
  ({ data, server } = await migratedPostgres());
}, 60_000);

afterAll(() => server?.stop());

const rows = (sql: string, values: readonly unknown[] = []) => rowsOf(server.login, sql, values);
const held = async (id: string) => (await rows('select * from metadata where id = $1', [id]))[0];

test('the migration can be run again, and Debezium finds what it needs', async () => {
  await migrate(server.login);
  await migrate(server.login, { ...names, table: 'other' });
  expect(await rows("select relreplident from pg_class where relname = 'metadata'")).toEqual([{ relreplident: 'f' }]);
  expect(
    await rows('select tablename from pg_publication_tables where pubname = $1 order by tablename', ['metadata']),
  ).toEqual([{ tablename: 'metadata' }, { tablename: 'other' }]);
});

test('the newest event about each thing stays, whatever order and however often they come', async () => {
  const { number: chance } = seededChance(11);
  const versions = Array.from({ length: 400 }, (_, index): NormalisedEvent => {
    // A few times for many events, so that many are of the same moment.
    const ts = `2026-11-30T10:00:00.00${Math.floor(chance('moment') * 9)}Z`;
    const op = chance('operation') < 0.2 ? 'delete' : 'upsert';
    const id = `thing-${index % 20}`;
    return eventAbout(id, { ts, op, idempotency_key: `key-${String(index).padStart(4, '0')}`, attrs: { index } });
  });
  const { handle } = storeOver(server.login);
  const twice = [...versions, ...versions]
    .map((event) => ({ event, at: chance('order') }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ event }) => event);
  for (let from = 0; from < twice.length; from += 60) await handle(deliveryOf(twice.slice(from, from + 60)));
  const newest = new Map<string, NormalisedEvent>();
  for (const event of versions) {
    const other = newest.get(event.doc_id);
    const version = (one: NormalisedEvent) => `${one.ts} ${one.idempotency_key}`;
    if (!other || version(event) > version(other)) newest.set(event.doc_id, event);
  }
  const stored = await rows("select id, deleted, body, event_key from metadata where id like 'thing-%' order by id");
  expect(stored).toEqual(
    [...newest.values()]
      .toSorted((one, other) => (one.doc_id < other.doc_id ? -1 : 1))
      .map(({ doc_id, op, attrs, idempotency_key }) => ({
        ...{ id: doc_id, deleted: op === 'delete', body: attrs, event_key: idempotency_key },
      })),
  );
});

test('the same event with another time, and an older one, change nothing', async () => {
  const { handle } = storeOver(server.login);
  const at = (second: number) => `2026-11-30T10:00:0${second}.000Z`;
  await handle(deliveryOf([eventAbout('same', { ts: at(2), attrs: { n: 1 } })]));
  const before = await rows("select xmin::text, event_time from metadata where id = 'same'");
  await handle(deliveryOf([eventAbout('same', { ts: at(3), attrs: { n: 1 } })]));
  await handle(deliveryOf([eventAbout('same', { ts: at(1), idempotency_key: 'older', attrs: { n: 0 } })]));
  expect(await rows("select xmin::text, event_time from metadata where id = 'same'")).toEqual(before);
});

test('what PostgreSQL can never hold goes to the dead letters, and what is beside it is stored', async () => {
  const { handle, letters } = storeOver(server.login);
  const texts = ['a\u0000b', '\ud800'];
  const bad = [
    ...texts.map((text, index) => eventAbout(`bad-${index}`, { attrs: { text } })),
    eventAbout(
      Array.from({ length: 900 }, (_, index) => index.toString(36))
        .join('-')
        .repeat(3),
    ),
    eventAbout('bad-time', { ts: '2026-02-30T10:00:00Z' }),
  ];
  await handle(deliveryOf([eventAbout('good-1'), ...bad, 'no JSON', eventAbout('good-2')]));
  expect(letters.map(({ headers }) => headers['source-offset']).toSorted()).toEqual(['1', '2', '3', '4', '5']);
  expect(letters.every(({ headers }) => headers.reason?.startsWith('postgres: '))).toBe(true);
  expect([await held('good-1'), await held('good-2')]).toEqual([
    expect.objectContaining({ kind: 'montecarlo.incident' }),
    expect.objectContaining({ kind: 'montecarlo.incident' }),
  ]);
  expect(await rows("select id from metadata where id like 'bad-%'")).toEqual([]);
});

test('every version that comes in one batch is a change of its own, with what stood before it', async () => {
  await rows("select pg_create_logical_replication_slot('test', 'pgoutput')");
  const { handle } = storeOver(server.login);
  const versions = [1, 2, 3].map((n) =>
    eventAbout('changed', { ts: `2026-11-30T10:00:0${n}.000Z`, idempotency_key: `key-${n}`, tags: { n } }),
  );
  await handle(deliveryOf(versions));
  const changes = await rows(
    "select data from pg_logical_slot_get_binary_changes('test', null, null, 'proto_version', '1', 'publication_names', 'metadata')",
  );
  const kinds = changes.map(({ data: message }) => (Buffer.isBuffer(message) ? message : Buffer.alloc(0)));
  const letterOf = (message: Buffer) => message.toString('latin1', 0, 1);
  expect(kinds.map(letterOf).filter((letter) => 'IU'.includes(letter))).toEqual(['I', 'U', 'U']);
  // An update names the relation in four bytes, then comes `O` for the whole row before it.
  const updates = kinds.filter((message) => letterOf(message) === 'U');
  expect(updates.map((message) => message.toString('latin1', 5, 6))).toEqual(['O', 'O']);
  await rows("select pg_drop_replication_slot('test')");
});

test('the role of the function can store, and nothing else', async () => {
  await rows("alter role curfew_store password 'its own'");
  const user = { username: 'curfew_store', password: 'its own' };
  const { handle } = storeOver(server.login, user);
  await handle(deliveryOf([eventAbout('by-role', { attrs: { n: 1 } })]));
  expect(await held('by-role')).toMatchObject({ body: { n: 1 } });
  const asRole = { ...server.login, user: 'curfew_store', password: 'its own' };
  await expect(rowsOf(asRole, 'delete from metadata')).rejects.toMatchObject({ code: '42501' });
});

test('while PostgreSQL is away the batch is delivered again, and nothing is a dead letter', async () => {
  const { handle, letters } = storeOver(server.login);
  const batch = deliveryOf([eventAbout('later', { attrs: { n: 1 } })]);
  await server.stop();
  await expect(handle(batch)).rejects.toThrow('events-0 stopped at offset 0; the batch is delivered again');
  server = await startPostgres(data, server.login.port);
  await handle(batch);
  expect(letters).toEqual([]);
  expect(await held('later')).toMatchObject({ body: { n: 1 } });
}, 60_000);
