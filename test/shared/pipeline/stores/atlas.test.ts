import { afterEach, beforeEach, expect, test } from 'vitest';
import { atlasError, meaningOfAtlas } from '#pipeline/stores/atlas/meaning.ts';
import { addressOf, asked, typeDefinitions } from '#pipeline/stores/atlas/model.ts';
import { atlasStore } from '#pipeline/stores/atlas/store.ts';
import { entityOf } from '#pipeline/stores/entity.ts';
import { upsertEntities } from '#pipeline/stores/upsert-entities.ts';
import { localAtlas } from '#test/support/local-atlas.ts';
import { eventAbout } from '#test/support/store-events.ts';

let atlas: Awaited<ReturnType<typeof localAtlas>>;

beforeEach(async () => {
  atlas = await localAtlas();
  atlas.define(typeDefinitions('curfew_metadata'));
});
afterEach(() => atlas.stop());

const storeAt = (type = 'curfew_metadata', password = 'secret') =>
  atlasStore({ url: atlas.url, type, login: async () => ({ username: 'curfew', password }), timeoutMs: 5_000 });

const at = (second: number) => `2026-11-30T10:00:0${second}.000Z`;
const version = (id: string, second: number, key = `key-${second}`, parts = {}) =>
  entityOf(eventAbout(id, { ts: at(second), idempotency_key: key, ...parts }));
const heldTime = (id: string) => atlas.entities.get(`montecarlo.incident:${id}`)?.eventTime;

test('an entity is written with its name, its version and its body', async () => {
  await storeAt().upsert([version('i-1', 1, 'key', { op: 'delete', tags: { status: 'open' } })]);
  expect(atlas.entities.get('montecarlo.incident:i-1')).toEqual({
    ...{ qualifiedName: 'montecarlo.incident:i-1', name: 'i-1', kind: 'montecarlo.incident', eventType: 'upsert' },
    ...{ eventTime: at(1), eventKey: 'key', deleted: true, body: '{"status":"open"}' },
  });
});

test('an older version, and the same event once more, are not written', async () => {
  const store = storeAt();
  await store.upsert([version('a', 2)]);
  atlas.requests.length = 0;
  await store.upsert([version('a', 1)]);
  await store.upsert([version('a', 3, 'key-2')]);
  expect(atlas.requests.filter((one) => one.startsWith('POST'))).toEqual([]);
  await store.upsert([version('a', 3)]);
  expect(heldTime('a')).toBe(at(3));
});

test('of two versions at the same moment the greater key stays, whichever comes first', async () => {
  const store = storeAt();
  await store.upsert([version('a', 1, 'key-b'), version('b', 1, 'key-a')]);
  await store.upsert([version('a', 1, 'key-a'), version('b', 1, 'key-b')]);
  expect([...atlas.entities.values()].map(({ eventKey }) => eventKey)).toEqual(['key-b', 'key-b']);
});

test('what Atlas refuses is found among the others, which are written', async () => {
  const bad = version('b', 1, 'key', { event_type: 'refused' });
  const long = version('x'.repeat(5_000), 1);
  const refused = await upsertEntities([version('a', 1), bad, long, version('c', 1)], storeAt());
  expect(refused.map(({ entity }) => entity)).toEqual([bad, long]);
  expect(refused[0]?.reason).toContain('ATLAS-404-00-007');
  expect([...atlas.entities.keys()]).toEqual(['montecarlo.incident:a', 'montecarlo.incident:c']);
});

test.each([
  ['is overloaded', 503, {}],
  ['limits its requests', 429, {}],
  ['answers with the page of a proxy', 200, undefined],
])('while Atlas %s, nothing is refused', async (_, status, body) => {
  atlas.breakWith({ status, body });
  await expect(upsertEntities([version('a', 1)], storeAt())).rejects.toThrow('Atlas answered');
});

test.each([
  ['the type is not there yet', 'other_type', 'secret', '404 ATLAS-404-00-001'],
  ['the password is wrong', 'curfew_metadata', 'wrong', '401'],
])('where %s, nothing is refused', async (_, type, password, said) => {
  await expect(upsertEntities([version('a', 1)], storeAt(type, password))).rejects.toThrow(said);
});

test('a server that cannot be reached is a bad moment', async () => {
  const store = atlasStore({
    ...{ url: 'http://127.0.0.1:9', type: 't', timeoutMs: 1_000 },
    login: async () => ({ username: 'u', password: 'p' }),
  });
  const error = await store.upsert([version('a', 1)]).catch((one: unknown) => one);
  expect(store.meaningOf(error)).toBe('moment');
});

test.each([
  [400, 'ATLAS-400-00-01A', 'entities'],
  [404, 'ATLAS-404-00-007', 'entities'],
  [413, '', 'entities'],
  [404, 'ATLAS-404-00-001', 'moment'],
  [404, '', 'moment'],
  [401, '', 'moment'],
  [403, 'ATLAS-403-00-001', 'moment'],
  [409, 'ATLAS-409-00-003', 'moment'],
  [500, 'ATLAS-500-00-001', 'moment'],
])('%i %s is about the %s', (status, code, meaning) => {
  expect(meaningOfAtlas(atlasError(status, code, ''))).toBe(meaning);
});

test('one request asks about so many as its URL holds, and about each once', () => {
  const many = Array.from({ length: 500 }, (_, index) => version(`${'é'.repeat(index % 90)}${index}`, 1));
  const parts = asked(many);
  expect(parts.flat()).toEqual(many);
  expect(Math.max(...parts.map((part) => addressOf('curfew_metadata', part).length))).toBeLessThan(4_200);
  expect(parts.length).toBeGreaterThan(10);
});
