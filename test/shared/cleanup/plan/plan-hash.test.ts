import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { recreating, rulesOf } from '#test/support/cleanups.ts';
import { type MemoryKafka, memoryKafka } from '#test/support/memory-kafka.ts';
import { oneTopic, planned, topicOf } from './one-topic.ts';

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
      'a replica more in one partition',
      undefined,
      (kafka) => void Object.assign(topicOf(kafka), { placed: [[1, 2], [1]] }),
    ],
    ['a partition on another broker', undefined, (kafka) => void Object.assign(topicOf(kafka), { placed: [[1], [3]] })],
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
