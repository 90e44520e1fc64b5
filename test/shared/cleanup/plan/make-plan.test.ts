// What a plan says about each topic of a cluster, and what its hash stands for.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CleanupRules } from '#core/cleanup.ts';
import { cleanupOf, outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { type MemoryKafka, memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

const planned = (kafka: MemoryKafka, rules?: CleanupRules) => cleanupOf(kafka.admin).plan(rules);

/** One topic `orders.new` with 20 records, changed as a case needs it. */
const oneTopic = (change: (kafka: MemoryKafka) => void = () => {}) => {
  const kafka = memoryKafka();
  kafka.add('orders.new', { records: 10 });
  change(kafka);
  return kafka;
};
const topicOf = (kafka: MemoryKafka) => {
  const topic = kafka.topics.get('orders.new');
  if (!topic) throw new Error('no orders.new');
  return topic;
};

describe('a plan', () => {
  it('a plan is about what the prefixes cover, and about nothing else', async () => {
    const kafka = memoryKafka();
    for (const name of [
      'orders.new',
      'orders',
      'orders-v2',
      'payments.new',
      '__consumer_offsets',
      'orders.app-changelog',
    ])
      kafka.add(name, { records: 10 });
    const report = await planned(kafka);

    expect(outcomesOf(report)).toEqual(['orders.new: truncate']);
    expect(report.denied).toEqual([
      { topic: 'orders.app-changelog', reason: expect.stringContaining('Kafka Streams') },
    ]);
    expect(report.untouched.topics).toBe(5);
  });

  it('a plan asks nothing but the listing about topics that it is not about', async () => {
    const kafka = memoryKafka();
    for (const name of ['orders.new', '_schemas', 'payments.new', 'orders.app-changelog'])
      kafka.add(name, { records: 1 });
    await planned(kafka);

    expect(
      kafka.calls.filter(({ method }) => method === 'topicConfigs' || method === 'sizes').map((call) => call.about),
    ).toEqual(['orders.new', 'orders.new']);
  });

  it('making a plan changes nothing on the cluster', async () => {
    const kafka = oneTopic();
    await planned(kafka, recreating());

    const changes = ['deleteRecords', 'createTopic', 'deleteTopic', 'addPartitions', 'setTopicConfigs'];
    expect(kafka.calls.filter(({ method }) => changes.includes(method))).toEqual([]);
    expect(kafka.records('orders.new')).toBe(20);
  });

  it('a plan leaves out what Kafka calls internal, whatever its name', async () => {
    const report = await planned(oneTopic((kafka) => kafka.add('orders.secret', { internal: true })));

    expect(report.denied).toEqual([{ topic: 'orders.secret', reason: 'internal to Kafka' }]);
  });

  it('a plan tells sizes, and what is freed between at least and at most', async () => {
    const report = await planned(oneTopic((kafka) => kafka.produce('orders.new', 30)));

    // 40 records in one partition and 10 in the other, 100 bytes each; a replica keeps up to 1000 bytes.
    expect(topicIn(report, 'orders.new')).toMatchObject({
      records: 50,
      bytes: 5_000,
      leastBytes: 3_000,
      mostBytes: 5_000,
    });
  });

  it('a plan calls a size unknown that the cluster does not tell, never 0', async () => {
    const report = await planned(
      oneTopic((kafka) => {
        kafka.capabilities.describeLogDirs = false;
      }),
    );

    expect(topicIn(report, 'orders.new')).toMatchObject({
      action: 'truncate',
      bytes: 'unknown',
      leastBytes: 'unknown',
      mostBytes: 'unknown',
    });
    expect(report.totals.bytes).toBe('unknown');
    expect(JSON.stringify(report.totals)).not.toContain('"bytes":0');
  });

  it('a plan names the groups that have not read everything, and how much they would miss', async () => {
    const report = await planned(
      oneTopic((kafka) => {
        kafka.groups.set('late', [{ topic: 'orders.new', partition: 0, offset: 4n }]);
        kafka.groups.set('done', [{ topic: 'orders.new', partition: 0, offset: 10n }]);
        kafka.groups.set('elsewhere', [{ topic: 'payments.new', partition: 0, offset: 0n }]);
      }),
    );

    expect(topicIn(report, 'orders.new').groups).toEqual([{ group: 'late', state: 'Empty', records: 6 }]);
  });

  it('a plan counts for a group only what is still there', async () => {
    const report = await planned(
      oneTopic((kafka) => {
        const log = topicOf(kafka).logs[0];
        if (log) log.start = 7n;
        kafka.groups.set('late', [{ topic: 'orders.new', partition: 0, offset: 4n }]);
      }),
    );

    expect(topicIn(report, 'orders.new').groups).toEqual([{ group: 'late', state: 'Empty', records: 3 }]);
  });

  it('a plan may be narrowed to nothing', async () => {
    expect(await planned(oneTopic(), rulesOf({ prefixes: [] }))).toMatchObject({ outcome: 'planned', topics: [] });
  });
});

type Case = readonly [
  what: string,
  rules: CleanupRules,
  change: (kafka: MemoryKafka) => void,
  action: string,
  reason: RegExp,
];

const set = (name: string, value: string) => (kafka: MemoryKafka) => void topicOf(kafka).configs.set(name, value);

const cases: readonly Case[] = [
  ['a topic with records', rulesOf(), () => {}, 'truncate', /prefix orders\.: all current records/],
  ['compact,delete', rulesOf(), set('cleanup.policy', 'compact,delete'), 'truncate', /all current records/],
  [
    'an empty policy',
    rulesOf(),
    set('cleanup.policy', ''),
    'skip',
    /unlimited retention \(its cleanup\.policy is empty\)/,
  ],
  [
    'an empty policy, accepted',
    rulesOf({ accept: ['kept-forever:orders.new'] }),
    set('cleanup.policy', ''),
    'truncate',
    /all current records/,
  ],
  ['no end of retention', rulesOf(), set('retention.ms', '-1'), 'skip', /accept `kept-forever:orders\.new`/],
  [
    'no end of retention',
    recreating(),
    set('retention.ms', '-1'),
    'skip',
    /unlimited retention \(retention\.ms is -1\)/,
  ],
  [
    'no end of retention, accepted for another topic',
    rulesOf({ accept: ['kept-forever:orders.old'] }),
    set('retention.ms', '-1'),
    'skip',
    /unlimited retention/,
  ],
  [
    'no end of retention, accepted without a name while a prefix covers it',
    rulesOf({ accept: ['kept-forever'] }),
    set('retention.ms', '-1'),
    'skip',
    /unlimited retention/,
  ],
  [
    'no end of retention, accepted without a name where the rule names it',
    rulesOf({ prefixes: [{ prefix: 'orders.new', strategy: 'truncate' }], accept: ['kept-forever'] }),
    set('retention.ms', '-1'),
    'truncate',
    /all current records/,
  ],
  [
    'no end of retention, accepted by its name',
    recreating({ accept: ['kept-forever:orders.new'] }),
    set('retention.ms', '-1'),
    'recreate',
    /deleted and recreated/,
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
    /deleted and recreated/,
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
    /deleted and recreated/,
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
    /all current records/,
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
    /delete a topic by id/,
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
    /^cannot read whether topics are auto-created \(CLUSTER_AUTHORIZATION_FAILED/,
  ],
  [
    'auto-creation, accepted',
    recreating({ accept: ['auto-creation'] }),
    (kafka) => {
      kafka.brokerSettings['auto.create.topics.enable'] = 'true';
    },
    'recreate',
    /deleted and recreated/,
  ],
  ['remote storage', rulesOf(), set('remote.storage.enable', 'true'), 'truncate', /all current records/],
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
    /cannot read its settings: TOPIC_AUTHORIZATION_FAILED/,
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

describe('definitions', () => {
  const defined = { name: 'orders.new', partitions: 4, replicationFactor: 2, configs: { 'retention.ms': '1000' } };
  const only = (more: Partial<CleanupRules> = {}) => rulesOf({ prefixes: [], topics: [defined], ...more });

  it('definitions are created where they are missing', async () => {
    expect(topicIn(await planned(memoryKafka(), only()), 'orders.new')).toMatchObject({
      action: 'create',
      partitions: 4,
    });
  });

  it('definitions are compared where they are not, and what differs is only reported', async () => {
    expect(topicIn(await planned(oneTopic(), only()), 'orders.new')).toMatchObject({
      action: 'drift',
      drift: [
        '2 partitions instead of 4',
        'replication factor 1 instead of 2: reassign its partitions',
        'retention.ms is 604800000 instead of 1000',
      ],
    });
  });

  it('definitions are applied only if that is asked for, and only as far as nothing is taken away', async () => {
    const applied = await planned(oneTopic(), only({ applyDefinitions: true }));
    const tooMany = await planned(
      oneTopic(),
      only({ applyDefinitions: true, topics: [{ ...defined, partitions: 1, replicationFactor: 1, configs: {} }] }),
    );

    expect(topicIn(applied, 'orders.new').action).toBe('change');
    expect(topicIn(tooMany, 'orders.new')).toMatchObject({
      action: 'drift',
      reason: expect.stringContaining('Kafka cannot remove partitions'),
    });
  });
});

describe('caps', () => {
  it('caps refuse more topics or more bytes than they say, and a size that nobody knows', async () => {
    const kafka = oneTopic();
    kafka.add('orders.old', { records: 10 });
    const refusals = async (caps: CleanupRules['caps']) => (await planned(kafka, rulesOf({ caps }))).refusals;

    expect(await refusals({ topicsMax: 2, bytesMax: 4_000 })).toEqual([]);
    expect(await refusals({ topicsMax: 1 })).toEqual(['2 topics would be emptied, the cap is 1']);
    expect(await refusals({ topicsMax: 2, bytesMax: 3_999 })).toEqual([expect.stringContaining('the cap is')]);
    kafka.capabilities.describeLogDirs = false;
    expect(await refusals({ topicsMax: 2, bytesMax: 4_000 })).toEqual([expect.stringContaining('unknown')]);
  });
});

describe('the hash of a plan', () => {
  const hashOf = async (kafka: MemoryKafka, rules?: CleanupRules) => (await planned(kafka, rules)).planHash;

  it('the hash of a plan is the same for the same plan', async () => {
    expect(await hashOf(oneTopic())).toBe(await hashOf(oneTopic()));
  });

  const changes: readonly (readonly [string, CleanupRules | undefined, (kafka: MemoryKafka) => void])[] = [
    [
      'another cluster',
      undefined,
      (kafka) => {
        kafka.id = 'cluster-two';
      },
    ],
    [
      'another id',
      undefined,
      (kafka) => {
        topicOf(kafka).id = 'another';
      },
    ],
    ['a new match', undefined, (kafka) => void kafka.add('orders.late')],
    ['a match less', undefined, (kafka) => void kafka.topics.delete('orders.new')],
    ['a setting', undefined, (kafka) => void topicOf(kafka).configs.set('retention.ms', '1')],
    ['the strategy', recreating(), () => {}],
    ['records that came', undefined, (kafka) => kafka.produce('orders.new', 1)],
    ['the number of partitions', undefined, (kafka) => void topicOf(kafka).logs.pop()],
    [
      'a group that loses records',
      undefined,
      (kafka) => void kafka.groups.set('late', [{ topic: 'orders.new', partition: 0, offset: 4n }]),
    ],
    ['an accepted exception, whether it matters or not', rulesOf({ accept: ['tiered'] }), () => {}],
    ['the cap of topics', rulesOf({ caps: { topicsMax: 499 } }), () => {}],
    ['the cap of bytes', rulesOf({ caps: { topicsMax: 500, bytesMax: 1_000_000 } }), () => {}],
    ['the deny list', rulesOf({ deny: ['payments.*'] }), () => {}],
    [
      'a definition',
      rulesOf({ topics: [{ name: 'orders.x', partitions: 1, replicationFactor: 1, configs: {} }] }),
      () => {},
    ],
  ];
  it.each(changes)('the hash of a plan changes with %s', async (_, rules, change) => {
    const before = await hashOf(oneTopic());

    expect(await hashOf(oneTopic(change), rules)).not.toBe(before);
  });

  it('the hash of a plan does not depend on the order in which the cluster tells its topics', async () => {
    const names = ['orders.a', 'orders.b', 'orders.c', 'payments.a'];
    const clusterIn = (order: readonly string[]) => {
      const kafka = memoryKafka();
      for (const name of order) kafka.add(name).id = `id of ${name}`;
      return kafka;
    };
    const expected = await hashOf(clusterIn(names));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names, { minLength: 4 }), async (order) => {
        expect(await hashOf(clusterIn(order))).toBe(expected);
      }),
      { numRuns: 10 },
    );
  });
});
