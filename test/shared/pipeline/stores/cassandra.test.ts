import { expect, test } from 'vitest';
import { migrationCql } from '#pipeline/stores/cassandra/cql.ts';
import { meaningOfCassandra, refusalOf, refusedName } from '#pipeline/stores/cassandra/meaning.ts';
import { nonceIn, signedNonce } from '#pipeline/stores/cassandra/sigv4.ts';
import { entityOf } from '#pipeline/stores/entity.ts';
import { eventAbout } from '#test/support/store-events.ts';

// The example in the tests of AWS's own plugin for the driver.
const example = {
  ...{ region: 'us-west-2', nonce: '91703fdc2ef562e19fbdab0f58e42fe5', at: new Date(1_591_742_511_000) },
  credentials: { accessKeyId: 'UserID-1', secretAccessKey: 'UserSecretKey-1' },
};
const signed =
  'signature=7f3691c18a81b8ce7457699effbfae5b09b4e0714ab38c1292dbdf082c9ddd87,access_key=UserID-1,amzdate=2020-06-09T22:41:51.000Z';

test('the signature for Keyspaces is that of AWS’s plugin, with and without a session', () => {
  expect(signedNonce(example)).toBe(signed);
  const credentials = { ...example.credentials, sessionToken: 'sess-token-1' };
  expect(signedNonce({ ...example, credentials })).toBe(`${signed},session_token=sess-token-1`);
});

test.each([
  ['nonce=abc,more=1', 'abc'],
  ['nonce=abc', 'abc'],
  ['something else', undefined],
])('the nonce in `%s` is %s', (challenge, nonce) => {
  expect(nonceIn(challenge)).toBe(nonce);
});

test.each([
  ['without an id', { doc_id: '' }, 'its id is empty'],
  ['with an id that is too long', { doc_id: 'é'.repeat(1_100) }, 'more than 2048 bytes'],
  ['with a key that is too long', { idempotency_key: 'k'.repeat(843) }, 'more than 850 bytes'],
  ['with a body that is too large', { attrs: { text: 'x'.repeat(1_000_000) } }, 'more than 1000000 bytes'],
])('an event %s is refused before it is sent', (_, parts, reason) => {
  expect(refusalOf(entityOf(eventAbout('a', parts)))).toContain(reason);
});

test('any other event is sent, and what Cassandra says of it is a bad moment', () => {
  expect(refusalOf(entityOf(eventAbout('a', { idempotency_key: 'k'.repeat(842) })))).toBeUndefined();
  expect(meaningOfCassandra(Object.assign(new Error('x'), { code: 0x22_00 }))).toBe('moment');
  expect(meaningOfCassandra(Object.assign(new Error('x'), { name: refusedName }))).toBe('entities');
});

test('Keyspaces replicates by itself, other nodes as they are told', () => {
  const names = { keyspace: 'metadata', table: 'metadata' };
  const [own] = migrationCql(names, undefined);
  const [other] = migrationCql(names, { datacenter: "o'brien" });
  expect(own?.sql).toContain("{'class': 'SingleRegionStrategy'}");
  expect(other?.sql).toContain("{'class': 'NetworkTopologyStrategy', 'o''brien': 3}");
});
