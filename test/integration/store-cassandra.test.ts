// The store in a real Cassandra.
import { Client } from 'cassandra-driver';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '#core/runtime/pause.ts';
import { storeEvent } from '#functions/store-metadata/flow.ts';
import type { Outgoing } from '#pipeline/kafka/outgoing.ts';
import { migrationCql } from '#pipeline/stores/cassandra/cql.ts';
import { cassandraStore } from '#pipeline/stores/cassandra/store.ts';
import { seededChance } from '#sim/random/chance.ts';
import { deliveryOf, eventAbout } from '#test/support/store-events.ts';
import { type Cassandra, startCassandra } from '../../scripts/integration/cassandra.ts';

const names = { keyspace: 'metadata', table: 'metadata' };
const user = { username: 'cassandra', password: 'cassandra' };
let server: Cassandra;
let client: Client;

const place = () => ({ contactPoints: ['127.0.0.1'], localDataCenter: 'datacenter1' });
const newClient = () => new Client({ ...place(), protocolOptions: { port: server.port }, credentials: user });

/** It takes logins a moment after it listens. */
const connectedClient = async (): Promise<Client> => {
  for (let attempt = 0; ; attempt += 1) {
    const one = newClient();
    try {
      await one.connect();
      return one;
    } catch (error) {
      await one.shutdown();
      if (attempt > 60) throw error;
      await pause(500);
    }
  }
};

beforeAll(async () => {
  server = await startCassandra();
  client = await connectedClient();
  // One node alone holds one copy.
  await client.execute(
    "create keyspace metadata with replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  );
  for (const round of [1, 2])
    for (const { sql } of migrationCql(names, { datacenter: 'datacenter1' }))
      expect(await client.execute(sql), String(round)).toBeDefined();
}, 180_000);

afterAll(async () => {
  await client?.shutdown();
  await server?.stop();
}, 30_000);

const storeWith = (login = user) => {
  const letters: Outgoing[] = [];
  const handle = storeEvent({
    store: cassandraStore({
      names,
      connection: { ...place(), port: server.port },
      login: async () => login,
      timeoutMs: 10_000,
    }),
    deadLetters: 'dead',
    produce: async (records) => void letters.push(...records),
    reportsPartialBatches: false,
    count: () => {},
  });
  return { handle, letters };
};

const newest = async (id: string) =>
  (
    await client.execute(
      'select * from metadata.metadata where kind = ? and id = ? limit 1',
      ['montecarlo.incident', id],
      { prepare: true },
    )
  ).first();

test('the newest event about each thing comes first, whatever order and however often they come', async () => {
  const { number: chance } = seededChance(11);
  const versions = Array.from({ length: 300 }, (_, index) => {
    const ts = `2026-11-30T10:00:00.00${Math.floor(chance('moment') * 9)}Z`;
    const key = `key-${String(index).padStart(4, '0')}`;
    return eventAbout(`thing-${index % 10}`, { ts, idempotency_key: key, attrs: { index } });
  });
  const { handle, letters } = storeWith();
  const twice = [...versions, ...versions]
    .map((event) => ({ event, at: chance('order') }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ event }) => event);
  for (let from = 0; from < twice.length; from += 150) await handle(deliveryOf(twice.slice(from, from + 150)));
  expect(letters).toEqual([]);
  const count = await client.execute('select count(*) as n from metadata.metadata');
  expect(Number(count.first().get('n'))).toBe(300);
  const version = (one: { ts: string; idempotency_key: string }) => `${one.ts} ${one.idempotency_key}`;
  for (let thing = 0; thing < 10; thing += 1) {
    const last = versions
      .filter(({ doc_id }) => doc_id === `thing-${thing}`)
      .toSorted((one, other) => (version(one) < version(other) ? -1 : 1))
      .at(-1);
    const row = await newest(`thing-${thing}`);
    expect(row?.get('event_key')).toBe(last?.idempotency_key);
    expect(JSON.parse(row?.get('body'))).toEqual(last?.attrs);
  }
}, 60_000);

test('what Cassandra can never hold goes to the dead letters, and what is beside it is stored', async () => {
  const { handle, letters } = storeWith();
  const old = eventAbout('old', { ts: '1950-01-01T00:00:00.000Z', op: 'delete' });
  await handle(
    deliveryOf([
      old,
      eventAbout(''),
      eventAbout('x'.repeat(3_000)),
      eventAbout('zero', { attrs: { text: 'a\u0000b' } }),
    ]),
  );
  expect(letters.map(({ headers }) => headers['source-offset'])).toEqual(['1', '2']);
  expect((await newest('old'))?.get('deleted')).toBe(true);
  expect(JSON.parse((await newest('zero'))?.get('body'))).toEqual({ text: 'a\u0000b' });
}, 60_000);

test('who may not log in has no dead letters', async () => {
  const { handle, letters } = storeWith({ username: 'cassandra', password: 'wrong' });
  await expect(handle(deliveryOf([eventAbout('nobody')]))).rejects.toThrow('the batch is delivered again');
  expect(letters).toEqual([]);
}, 60_000);
