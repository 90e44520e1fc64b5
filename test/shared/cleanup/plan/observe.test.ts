import { describe, expect, it } from 'vitest';
import { listTopics, observeCluster, observeTopics } from '#cleanup/plan/observe-topics.ts';
import { type MemoryKafka, memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

describe('of a cluster it is observed', () => {
  const cluster = (change: (kafka: MemoryKafka) => void = () => undefined) => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 5 });
    kafka.add('orders.old', { records: 5 });
    change(kafka);
    return kafka;
  };
  const facts = async (kafka: MemoryKafka, sizes = true) => {
    const { topics } = await listTopics(kafka.admin);
    return (await observeTopics(kafka.admin, topics, { sizes })).get('orders.new');
  };

  it('of a cluster it is observed that a topic which is asked for and is not there is neither listed nor unreadable', async () => {
    expect(await listTopics(cluster().admin, ['orders.new', 'gone'])).toMatchObject({
      topics: [{ name: 'orders.new' }],
      unreadable: [],
    });
    const denied = cluster((kafka) => {
      kafka.before = () => new Map([['orders.new', refusedAnswer('DENIED')]]) as never;
    });
    expect(await listTopics(denied.admin)).toEqual({
      topics: [],
      unreadable: [{ name: 'orders.new', why: 'DENIED: denied' }],
    });
  });

  it('of a cluster nothing is observed when there is no topic', async () => {
    const kafka = cluster();

    expect((await observeTopics(kafka.admin, [])).size).toBe(0);
    expect(kafka.calls).toEqual([]);
  });

  it('of a cluster it is observed that without an open transaction nobody is asked for one', async () => {
    const kafka = cluster();

    expect((await facts(kafka))?.openTransactions).toEqual({ known: true, value: [] });
    expect(kafka.calls.map(({ method }) => method)).not.toContain('openTransactions');
  });

  it('of a cluster it is observed whose transactions are open, in every partition, and with none of the others', async () => {
    const kafka = cluster((it) => {
      for (const log of it.topics.get('orders.new')?.logs ?? []) Object.assign(log, { stable: 2n, producer: 7n });
    });
    const since = '2026-11-20T20:00:00.000Z';

    expect((await facts(kafka))?.openTransactions).toEqual({
      known: true,
      value: [0, 1].map((partition) => ({ partition, producerId: '7', since })),
    });
    const { topics } = await listTopics(kafka.admin);
    expect((await observeTopics(kafka.admin, topics)).get('orders.old')?.openTransactions).toEqual({
      known: true,
      value: [],
    });
  });

  it.each([[0], [1]])(
    'of a cluster it is observed that its open transactions are unknown when those of partition %i cannot be read',
    async (refused) => {
      const kafka = cluster((it) => {
        for (const log of it.topics.get('orders.new')?.logs ?? []) log.stable = 2n;
        it.before = ({ method }) =>
          method === 'openTransactions'
            ? ([0, 1].map((partition) => ({
                topic: 'orders.new',
                partition,
                answer:
                  partition === refused ? refusedAnswer('DENIED') : { kind: 'known', value: [{ producerId: 7n }] },
              })) as never)
            : undefined;
      });

      expect((await facts(kafka))?.openTransactions).toEqual({ known: false, why: 'DENIED: denied' });
    },
  );

  it('of a cluster it is observed that a producer of which no time is told has none', async () => {
    const kafka = cluster((it) => {
      for (const log of it.topics.get('orders.new')?.logs ?? []) log.stable = 2n;
      it.before = ({ method }) =>
        method === 'openTransactions'
          ? ([{ topic: 'orders.new', partition: 0, answer: { kind: 'known', value: [{ producerId: 7n }] } }] as never)
          : undefined;
    });
    const found = (await facts(kafka))?.openTransactions;

    expect(found).toEqual({ known: true, value: [{ partition: 0, producerId: '7' }] });
    expect(found?.known && found.value[0]).not.toHaveProperty('since');
  });

  it('of a cluster it is observed that what has no leader is not asked for its offsets', async () => {
    const kafka = cluster((it) => {
      const [log] = it.topics.get('orders.new')?.logs ?? [];
      if (log) log.leader = undefined;
    });
    const found = await facts(kafka);

    expect([...(found?.starts.keys() ?? [])]).toEqual([1]);
    expect([...(found?.logEnds.keys() ?? [])]).toEqual([1]);
  });

  it('of a cluster it is observed that the ends of its logs are not the last stable offsets', async () => {
    const found = await facts(
      cluster((it) => {
        for (const log of it.topics.get('orders.new')?.logs ?? []) log.stable = 2n;
      }),
    );

    expect([found?.ends.get(0), found?.logEnds.get(0), found?.starts.get(0)]).toEqual([
      { known: true, value: 2n },
      { known: true, value: 5n },
      { known: true, value: 0n },
    ]);
  });

  it('of a cluster it is observed that sizes are unknown when a broker did not tell, and not asked for where nobody wants them', async () => {
    const partly = cluster((it) => {
      it.before = ({ method }) =>
        method === 'sizes'
          ? ({
              kind: 'known',
              value: { sizes: [{ topic: 'orders.new', partition: 0, bytes: 9n }], complete: false },
            } as never)
          : undefined;
    });
    const without = cluster();

    expect((await facts(partly))?.bytes.size).toBe(0);
    expect((await facts(without, false))?.bytes.size).toBe(0);
    expect(without.calls.map(({ method }) => method)).not.toContain('sizes');
    expect((await facts(cluster()))?.bytes.get(0)).toEqual({ known: true, value: 500 });
  });

  it('of a cluster it is observed that settings which are not told are unknown', async () => {
    const kafka = cluster((it) => {
      it.before = ({ method }) => (method === 'topicConfigs' ? (new Map() as never) : undefined);
    });

    expect((await facts(kafka))?.configs).toEqual({ known: false, why: 'the cluster did not tell' });
  });

  it('of a cluster it is observed what the brokers say of creating and deleting topics', async () => {
    const observed = async (settings: Record<string, string>) => {
      const kafka = cluster();
      kafka.brokerSettings = settings;
      return observeCluster(kafka.admin);
    };

    expect(await observed({ 'auto.create.topics.enable': 'true', 'delete.topic.enable': 'false' })).toMatchObject({
      autoCreation: { known: true, value: true },
      deletion: { known: true, value: false },
    });
    expect(await observed({ 'auto.create.topics.enable': 'perhaps' })).toMatchObject({
      id: 'cluster-one',
      brokers: 3,
      canDeleteRecords: true,
      canDeleteById: true,
      autoCreation: { known: false, why: 'the brokers do not tell auto.create.topics.enable' },
      deletion: { known: false, why: 'the brokers do not tell delete.topic.enable' },
      unreadableGroups: [],
    });
    const silent = cluster((it) => {
      it.before = ({ method }) => (method === 'brokerConfigs' ? ({ kind: 'known', value: [] } as never) : undefined);
    });
    expect(await observeCluster(silent.admin)).toMatchObject({
      autoCreation: { known: false, why: 'the brokers do not tell auto.create.topics.enable' },
    });
  });

  it('of a cluster it is observed which groups can be read, and which cannot', async () => {
    const kafka = cluster((it) => {
      it.before = ({ method }) =>
        method === 'groupOffsets'
          ? ({
              groups: [
                { group: 'a', answer: { kind: 'known', value: { group: 'a', state: 'Empty', offsets: [] } } },
                { group: 'b', answer: refusedAnswer('DENIED') },
              ],
              complete: false,
            } as never)
          : undefined;
    });

    expect(await observeCluster(kafka.admin)).toMatchObject({
      groups: [{ group: 'a', state: 'Empty', offsets: [] }],
      unreadableGroups: ['b (DENIED)', 'groups of a broker that did not answer'],
    });
  });
});
