// Which names a cleanup may be about: prefixes and the deny list.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deniedBecause, whollyDeniedBecause } from '#definition/denied-topics.ts';
import { isCovered, isTopicName, prefixProblem } from '#definition/topic-names.ts';

const topicNames = fc.stringMatching(/^[a-zA-Z0-9._-]{1,60}$/).filter(isTopicName);

describe('a prefix', () => {
  it.each([
    ['orders.', 'orders.new', true],
    ['orders-', 'orders-v2', true],
    ['orders', 'orders', true],
    ['orders', 'orders-v2', false],
    ['orders', 'orders.new', false],
    ['orders.', 'orders', false],
    ['orders.', 'orders.', false],
    ['orders.', 'orders2.new', false],
    ['orders.', 'my.orders.new', false],
  ])('a prefix %s covers the topic %s: %s', (prefix, name, covers) => {
    expect(isCovered(name, prefix)).toBe(covers);
  });

  it('a prefix of topics covers only names that begin with it and have a boundary where it ends', () => {
    fc.assert(
      fc.property(topicNames, topicNames, (prefix, rest) => {
        const name = `${prefix}${rest}`;
        expect(isCovered(name, prefix)).toBe(/[._-]$/.test(prefix));
      }),
    );
  });

  it.each(['ab', 'a.', 'orders*', 'orders?', '^orders.', 'or ders.', '', 'é.events.'])(
    'a prefix of topics cannot be `%s`',
    (prefix) => {
      expect(prefixProblem(prefix)).toEqual(expect.any(String));
    },
  );

  it.each(['abc', 'ab.', 'atlas.events.'])('a prefix of topics may be `%s`', (prefix) => {
    expect(prefixProblem(prefix)).toBeUndefined();
  });
});

const untouchable = [
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
  '__remote_log_metadata',
  '__amazon_msk_canary',
  '__amazon_msk_connect_offsets_sink_1',
  '__CruiseControlMetrics',
  '__KafkaCruiseControlPartitionMetricSamples',
  '__strimzi_canary',
  '_schemas',
  '_confluent-command',
  'connect-configs',
  'connect-offsets',
  'connect-status',
  'connect-prod-offsets',
  'mm2-offset-syncs.b.internal',
  'b.checkpoints.internal',
  'a.heartbeats',
  'heartbeats',
  'orders.internal',
  'orders-app-store-changelog',
  'orders-app-KSTREAM-repartition',
  'orders-app-KTABLE-FK-JOIN-SUBSCRIPTION-REGISTRATION-0000000006-topic',
  'orders-subscription-registration-topic',
  'orders.schema-changes',
  'dbhistory.orders.schemahistory',
  'ORDERS-CHANGELOG',
  'team-connect-offsets',
  'eu.connect-configs.2',
  'prod_connect_status',
  'analytics.connect.offsets',
  'connect-cluster-offsets',
  'team.connect-cluster-offsets',
  'eu_connect_cluster_configs.v2',
  'debezium-connect-cluster-status',
  'my_connect_statuses',
  'shop.database-history',
  'database.history.orders',
  'a.mm2-status',
  'team.mirrormaker2.offsets',
  'us.heartbeats.v1',
  'orders.checkpoints',
  'shop.dbhistory.orders',
  'cdc-db-history',
  'shop.schema_changes',
  'registry.kafkasql-journal',
  'kafkasql-journal',
  'team_schemas',
  'eu._schemas',
  'us.__consumer_offsets',
  'us-__transaction_state',
  'eu___consumer_offsets',
  'eu__consumer_offsets',
  'replica.orders-app-store-changelog',
  'orders-app-repartition-2',
  'ksql_processing_log',
  'prod.ksqldb.commands',
];

describe('the deny list', () => {
  it.each(untouchable)('the deny list has %s, whatever is configured', (name) => {
    expect(deniedBecause(name, [])).toEqual(expect.any(String));
    expect(deniedBecause(name, ['something-else'])).toEqual(expect.any(String));
  });

  it.each([
    'atlas.events.raw',
    'orders',
    'my_topic',
    'reconnect-later',
    'changelog.entries',
    'orders__eu',
    'disconnect.orders',
    'device-connection-status',
    'connected.configurations',
    'orders.history',
  ])('the deny list of topics leaves out %s', (name) => {
    expect(deniedBecause(name, [])).toBeUndefined();
  });

  it('the deny list grows by configuration and never shrinks', () => {
    fc.assert(
      fc.property(topicNames, fc.array(topicNames), (name, patterns) => {
        if (deniedBecause(name, []) !== undefined) expect(deniedBecause(name, patterns)).toBe(deniedBecause(name, []));
        for (const pattern of patterns) expect(deniedBecause(pattern, patterns)).toEqual(expect.any(String));
      }),
    );
  });

  it('the deny list takes a pattern as text with gaps, not as a regular expression', () => {
    expect(deniedBecause('atlas.events.dlq', ['*.dlq'])).toContain('`*.dlq`');
    expect(deniedBecause('atlas-events-dlq', ['atlas.events.dlq'])).toBeUndefined();
  });

  it.each([
    ['__', true],
    ['connect-', true],
    ['a.schema-changes.', true],
    ['heartbeats', true],
    ['orders-', false],
    ['orders', false],
  ])('the deny list denies everything that %s covers: %s', (prefix, wholly) => {
    expect(whollyDeniedBecause(prefix, []) !== undefined).toBe(wholly);
  });
});
