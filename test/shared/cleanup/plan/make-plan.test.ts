// What a plan says about each topic of a cluster, and what its hash stands for.
import { describe, expect, it } from 'vitest';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';
import { oneTopic, planned, topicOf } from './one-topic.ts';

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

    expect(report.denied).toEqual([{ topic: 'orders.secret', reason: 'internal, says Kafka' }]);
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
      reason: expect.stringContaining('Kafka takes none away'),
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
