// Brokers that die, on a cluster of its own.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { type KafkaCluster, startKafka } from '../../scripts/integration/kafka-cluster.ts';
import { kafkaVersion } from '../../scripts/integration/kafka-jars.ts';
import { adminOn, isOwnCluster } from './support/kafka.ts';

describe.runIf(isOwnCluster)('when a broker is killed', () => {
  let cluster: KafkaCluster;
  let admin: KafkaAdmin;
  beforeAll(async () => {
    const log = fileURLToPath(new URL('../../kafka-dying', import.meta.url));
    cluster = await startKafka({ version: kafkaVersion(), nodes: 2, log });
    admin = adminOn(cluster.nodes.map((node) => node.admin));
    const placed = { partitions: 1, replicationFactor: 1, configs: {} };
    const on = (replicas: number[]) => ({ assignments: [{ partition: 0, replicas }] });
    await admin.createTopic({ ...placed, ...on([2]), name: 'only.there' }, { validateOnly: false });
    await admin.createTopic({ ...placed, ...on([2, 1]), name: 'on.both' }, { validateOnly: false });
    await eventually('both topics', async () => {
      const topics = await admin.topics();
      const sizes = await admin.sizes(['only.there', 'on.both']);
      return (topics.size === 2 && sizes.kind === 'known' && sizes.value.complete) || undefined;
    });
    await cluster.kill(2);
    await eventually('the death to be known', async () => (await admin.cluster()).brokers.length === 1 || undefined);
  });
  afterAll(async () => {
    await admin.close();
    await cluster.stop();
  });

  it('its topics have no leader, and the others are served by whoever is left', async () => {
    const cuts = ['only.there', 'on.both'].map((topic) => ({ topic, partition: 0, offset: 0n }));

    const topics = await admin.topics();
    const answers = await admin.deleteRecords(cuts);

    expect(topics.get('only.there')).toMatchObject({ kind: 'known', value: { partitions: [{ replicas: [2] }] } });
    expect(JSON.stringify(topics.get('only.there'))).not.toContain('"leader"');
    expect(topics.get('on.both')).toMatchObject({ kind: 'known', value: { partitions: [{ leader: 1, inSync: [1] }] } });
    expect(answers.map(({ answer }) => answer)).toMatchObject([
      { kind: 'refused', code: 'LEADER_NOT_AVAILABLE', retryable: true },
      { kind: 'known', value: 0n },
    ]);
  });

  it('sizes are told as incomplete', async () => {
    expect(await admin.sizes(['on.both'])).toMatchObject({
      kind: 'known',
      value: { complete: false, sizes: [{ topic: 'on.both', bytes: 0n }] },
    });
  });

  it('a topic may still be created with replicas there: Kafka itself does not refuse it', async () => {
    const spec = { name: 'wide', partitions: 1, replicationFactor: 2, configs: {} };

    expect(await admin.createTopic(spec, { validateOnly: true })).toMatchObject({ kind: 'known' });
  });

  it('all is as before when it is back', async () => {
    await cluster.restart(2);

    const led = await eventually('a leader', async () => {
      const topic = (await admin.topics(['only.there'])).get('only.there');
      return topic?.kind === 'known' ? topic.value.partitions[0]?.leader : undefined;
    });

    expect(led).toBe(2);
    expect(await admin.offsets([{ topic: 'only.there', partition: 0 }], 'latest')).toMatchObject([
      { answer: { kind: 'known', value: 0n } },
    ]);
  });
});
