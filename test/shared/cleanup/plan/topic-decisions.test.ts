import { describe, expect, it } from 'vitest';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { type MemoryKafka, memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';
import { oneTopic, planned, topicOf } from './one-topic.ts';

type Case = readonly [
  what: string,
  rules: CleanupRules,
  change: (kafka: MemoryKafka) => void,
  action: string,
  reason: RegExp,
];

const set = (name: string, value: string) => (kafka: MemoryKafka) => void topicOf(kafka).configs.set(name, value);

const cases: readonly Case[] = [
  ['a topic with records', rulesOf(), () => {}, 'truncate', /prefix orders\.: records up to now/],
  ['compact,delete', rulesOf(), set('cleanup.policy', 'compact,delete'), 'truncate', /records up to now/],
  ['an empty policy', rulesOf(), set('cleanup.policy', ''), 'skip', /kept for ever \(its cleanup\.policy is empty\)/],
  [
    'an empty policy, accepted',
    rulesOf({ accept: ['kept-forever:orders.new'] }),
    set('cleanup.policy', ''),
    'truncate',
    /records up to now/,
  ],
  ['no end of retention', rulesOf(), set('retention.ms', '-1'), 'skip', /accept `kept-forever:orders\.new`/],
  ['no end of retention', recreating(), set('retention.ms', '-1'), 'skip', /kept for ever \(retention\.ms is -1\)/],
  [
    'no end of retention, accepted for another topic',
    rulesOf({ accept: ['kept-forever:orders.old'] }),
    set('retention.ms', '-1'),
    'skip',
    /kept for ever/,
  ],
  [
    'no end of retention, accepted without a name while a prefix covers it',
    rulesOf({ accept: ['kept-forever'] }),
    set('retention.ms', '-1'),
    'skip',
    /kept for ever/,
  ],
  [
    'no end of retention, accepted without a name where the rule names it',
    rulesOf({ prefixes: [{ prefix: 'orders.new', strategy: 'truncate' }], accept: ['kept-forever'] }),
    set('retention.ms', '-1'),
    'truncate',
    /records up to now/,
  ],
  [
    'no end of retention, accepted by its name',
    recreating({ accept: ['kept-forever:orders.new'] }),
    set('retention.ms', '-1'),
    'recreate',
    /made again/,
  ],
  [
    'records behind an open transaction and none before it',
    rulesOf(),
    (kafka) => {
      const log = topicOf(kafka).logs[0];
      if (log) Object.assign(log, { start: 10n, end: 512n, stable: 10n });
      const other = topicOf(kafka).logs[1];
      if (other) other.start = other.end;
    },
    'refuse',
    /^502 records are behind an open transaction: producer id 4711 in partition 0 since 2026-11-20T20:00:00/,
  ],
  [
    'records behind an open transaction',
    recreating(),
    (kafka) => {
      const log = topicOf(kafka).logs[0];
      if (log) log.stable = 4n;
    },
    'refuse',
    /^6 records are behind an open transaction.*end it, then plan again/,
  ],
  [
    'neither records nor bytes',
    recreating(),
    (kafka) =>
      void topicOf(kafka).logs.forEach((log) => {
        log.start = log.end;
        log.kept = log.end;
      }),
    'already-empty',
    /no records and no bytes/,
  ],
  ['a compacted topic', rulesOf(), set('cleanup.policy', 'compact'), 'skip', /it holds state/],
  ['a compacted topic', recreating(), set('cleanup.policy', 'compact'), 'skip', /accept `compacted`/],
  [
    'a compacted topic, accepted',
    recreating({ accept: ['compacted'] }),
    set('cleanup.policy', 'compact'),
    'recreate',
    /made again/,
  ],
  [
    'an empty topic',
    rulesOf(),
    (kafka) =>
      void topicOf(kafka).logs.forEach((log) => {
        log.start = log.end;
      }),
    'already-empty',
    /ends where it begins/,
  ],
  [
    'an empty topic',
    recreating(),
    (kafka) =>
      void topicOf(kafka).logs.forEach((log) => {
        log.start = log.end;
      }),
    'recreate',
    /made again/,
  ],
  [
    'a leaderless partition',
    rulesOf(),
    (kafka) =>
      void topicOf(kafka).logs.forEach((log) => {
        log.leader = undefined;
      }),
    'refuse',
    /no broker leads partitions 0, 1/,
  ],
  [
    'a replica that is down, which Kafka truncates all the same',
    rulesOf(),
    (kafka) => {
      topicOf(kafka).replicas = 3;
      topicOf(kafka).inSync = 2;
    },
    'truncate',
    /records up to now/,
  ],
  [
    'a replica that is down',
    recreating(),
    (kafka) => {
      topicOf(kafka).replicas = 3;
      topicOf(kafka).inSync = 2;
    },
    'refuse',
    /in sync/,
  ],
  [
    'no DeleteRecords',
    rulesOf(),
    (kafka) => {
      kafka.capabilities.deleteRecords = false;
    },
    'refuse',
    /as MSK Serverless/,
  ],
  [
    'no deletion by id',
    recreating(),
    (kafka) => {
      kafka.capabilities.deleteTopicsById = false;
    },
    'refuse',
    /by its id/,
  ],
  [
    'no deletion',
    recreating(),
    (kafka) => {
      kafka.brokerSettings['delete.topic.enable'] = 'false';
    },
    'refuse',
    /delete\.topic\.enable/,
  ],
  [
    'auto-creation',
    recreating(),
    (kafka) => {
      kafka.brokerSettings['auto.create.topics.enable'] = 'true';
    },
    'refuse',
    /accept `auto-creation`/,
  ],
  [
    'auto-creation that cannot be read',
    recreating(),
    (kafka) => {
      kafka.brokerConfigsAnswer = refusedAnswer('CLUSTER_AUTHORIZATION_FAILED');
    },
    'refuse',
    /cannot be read \(CLUSTER_AUTHORIZATION_FAILED/,
  ],
  [
    'auto-creation, accepted',
    recreating({ accept: ['auto-creation'] }),
    (kafka) => {
      kafka.brokerSettings['auto.create.topics.enable'] = 'true';
    },
    'recreate',
    /made again/,
  ],
  ['remote storage', rulesOf(), set('remote.storage.enable', 'true'), 'truncate', /records up to now/],
  ['remote storage', recreating(), set('remote.storage.enable', 'true'), 'refuse', /accept `tiered`/],
  [
    'too few brokers',
    recreating(),
    (kafka) => {
      topicOf(kafka).replicas = 2;
      topicOf(kafka).inSync = 2;
      kafka.before = ({ method }) =>
        method === 'cluster' ? ({ id: 'cluster-one', brokers: [1] } as never) : undefined;
    },
    'refuse',
    /only 1 brokers are alive/,
  ],
  [
    'offsets that cannot be read',
    rulesOf(),
    (kafka) => {
      kafka.before = ({ method }) => (method === 'offsets' ? ([] as never) : undefined);
    },
    'refuse',
    /offsets of some partitions/,
  ],
  [
    'settings that cannot be read',
    rulesOf(),
    (kafka) => {
      kafka.before = ({ method }) =>
        method === 'topicConfigs'
          ? (new Map([['orders.new', refusedAnswer('TOPIC_AUTHORIZATION_FAILED')]]) as never)
          : undefined;
    },
    'refuse',
    /settings cannot be read: TOPIC_AUTHORIZATION_FAILED/,
  ],
];

describe('the decision about a topic', () => {
  it.each(cases)(
    'the decision about a topic for %s is told with its reason',
    async (_, rules, change, action, reason) => {
      const topic = topicIn(await planned(oneTopic(change), rules), 'orders.new');

      expect(topic.action).toBe(action);
      expect(topic.reason).toMatch(reason);
      if (action === 'skip' || action === 'refuse')
        expect(topic).toMatchObject({ leastBytes: 0, mostBytes: 0, groups: [] });
    },
  );

  it('the decision about a topic is the longest prefix, and a definition before every prefix', async () => {
    const kafka = memoryKafka();
    for (const name of ['orders.new', 'orders.eu.new', 'orders.kept']) kafka.add(name, { records: 1 });
    const kept = { name: 'orders.kept', partitions: 2, replicationFactor: 1, configs: {}, empty: 'never' as const };
    const prefixes = [
      { prefix: 'orders.', strategy: 'truncate' as const },
      { prefix: 'orders.eu.', strategy: 'recreate' as const },
    ];
    const report = await planned(kafka, rulesOf({ prefixes, topics: [kept] }));

    expect(outcomesOf(report)).toEqual(['orders.eu.new: recreate', 'orders.kept: unchanged', 'orders.new: truncate']);
  });

  it('the decision about a topic is not taken about a topic that the cluster names and cannot describe', async () => {
    const kafka = oneTopic((it) => {
      it.before = ({ method, about }) =>
        method === 'topics' && about === 'all'
          ? (new Map([['orders.new', refusedAnswer('TOPIC_AUTHORIZATION_FAILED')]]) as never)
          : undefined;
    });
    const report = await planned(
      kafka,
      rulesOf({ topics: [{ name: 'orders.new', partitions: 1, replicationFactor: 1, configs: {} }] }),
    );

    expect(topicIn(report, 'orders.new')).toMatchObject({ action: 'refuse', bytes: 'unknown', records: 'unknown' });
  });
});
