import { expect, test } from 'vitest';
import { parsePipeline } from '#pipeline/file/load.ts';

const fileWith = (stores: string, more = 'topics: { source: a, events: b, deadLetters: c }'): string =>
  `${more}\nmappings: [{ match: {} }]\nstores:\n  ${stores}\n`;

test.each([
  ['by IAM', 'postgres: { host: db.example.com, user: writer, resourceId: db-ABCDEFGHIJKL01234 }'],
  ['of a cluster', 'postgres: { host: db.example.com, user: writer, resourceId: cluster-ABCDEFGHIJKL01234 }'],
  ['by a secret', 'postgres: { host: db.example.com, credentialsSecret: a/b }'],
  ['at Keyspaces', 'cassandra: {}'],
  ['at nodes', 'cassandra: { hosts: [a.example.com], datacenter: dc1, credentialsSecret: a/b }'],
  ['at Atlas', 'atlas: { url: "https://atlas.example.com", credentialsSecret: a/b }'],
])('a store %s is right', (_, stores) => {
  expect(parsePipeline(fileWith(stores), 'p').stores).toBeDefined();
});

test.each([
  ['no way to log in', 'postgres: { host: a }', 'stores.postgres.resourceId: is missing'],
  ['IAM, but nobody to log in as', 'postgres: { host: a, resourceId: db-ABCDEFGHIJKL01234 }', 'user: is missing'],
  [
    'two ways to log in',
    'postgres: { host: a, user: u, resourceId: db-ABCDEFGHIJKL01234, credentialsSecret: s }',
    'is for a login by IAM, and there is a secret',
  ],
  ['a name that needs quotes', 'postgres: { host: a, credentialsSecret: s, table: "a; drop" }', 'is not a name'],
  ['a name that is cut', `postgres: { host: a, credentialsSecret: s, table: ${'t'.repeat(64)} }`, '63 characters'],
  ['nodes without a data centre', 'cassandra: { hosts: [a], credentialsSecret: s }', 'datacenter: is missing'],
  ['nodes without a login', 'cassandra: { hosts: [a], datacenter: d }', 'credentialsSecret: is missing'],
  ['Atlas without TLS', 'atlas: { url: "http://a", credentialsSecret: s }', 'is no URL with https'],
  [
    'the group of another',
    'cassandra: { consumerGroup: g }\n  atlas: { url: "https://a", credentialsSecret: s, consumerGroup: g }',
    'is also the group of the store cassandra',
  ],
  [
    'the group of the normaliser',
    'cassandra: { consumerGroup: normalizer }\nnormaliser: {}',
    'is also the group of the normaliser',
  ],
])('a store with %s is refused', (_, stores, complaint) => {
  expect(() => parsePipeline(fileWith(stores), 'p')).toThrow(complaint);
});

test('stores without topics are refused', () => {
  expect(() => parsePipeline(fileWith('cassandra: {}', 'pipeline: p'), 'p')).toThrow('topics: is missing');
});
