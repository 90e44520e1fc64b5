// A cluster whose brokers create topics for whoever asks for one, delete none and keep records for ever: the wrong place for a
// recreation.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaAdmin, Topic } from '#cleanup/kafka/kafka-admin.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { type KafkaCluster, startKafka } from '../../scripts/integration/kafka-cluster.ts';
import { kafkaVersion } from '../../scripts/integration/kafka-jars.ts';
import { cleanupOn, documentsIn, rulesFor } from './support/cleanup.ts';
import { adminOn, isOwnCluster } from './support/kafka.ts';

describe.runIf(isOwnCluster)('on a cluster that creates topics by itself, deletes none and keeps all records', () => {
  let cluster: KafkaCluster;
  let admin: KafkaAdmin;
  let orders: Topic;
  const folder = mkdtempSync(join(tmpdir(), 'curfew-settings-'));
  beforeAll(async () => {
    const log = fileURLToPath(new URL('../../kafka-settings', import.meta.url));
    const properties = {
      'auto.create.topics.enable': 'true',
      'delete.topic.enable': 'false',
      'log.retention.ms': '-1',
    };
    cluster = await startKafka({ version: kafkaVersion(), nodes: 1, properties, log });
    admin = adminOn(cluster.nodes.map((node) => node.admin));
    await admin.createTopic(
      { name: 'team.orders', partitions: 1, replicationFactor: 1, configs: {} },
      { validateOnly: false },
    );
    orders = await eventually('the topic', async () => {
      const found = (await admin.topics()).get('team.orders');
      return found?.kind === 'known' ? found.value : undefined;
    });
  });
  afterAll(async () => {
    await admin.close();
    await cluster.stop();
    rmSync(folder, { recursive: true });
  });

  it('no question creates a topic', async () => {
    const absent = { topic: 'team.absent', partition: 0 };

    await admin.topics([absent.topic]);
    await admin.topicConfigs([absent.topic]);
    await admin.offsets([absent], 'latest');
    await admin.sizes([absent.topic]);
    await admin.deleteRecords([{ ...absent, offset: 0n }]);

    expect([...(await admin.topics()).keys()]).toEqual(['team.orders']);
  });

  it('a deletion is refused by name, and the topic stays', async () => {
    expect(await admin.deleteTopic(orders.id)).toMatchObject({ kind: 'refused', code: 'TOPIC_DELETION_DISABLED' });
    expect((await admin.topics()).get('team.orders')).toMatchObject({ kind: 'known', value: { id: orders.id } });
  });

  it('what the brokers keep for ever by default is emptied only when it is named', async () => {
    expect((await cleanupOn(admin, documentsIn(folder)).plan(rulesFor('team.'))).topics).toMatchObject([
      { action: 'skip', reason: expect.stringMatching(/unlimited retention \(retention\.ms is -1\)/) },
    ]);
  });

  it('a cleanup refuses to recreate there before it touches anything', async () => {
    const cleanup = cleanupOn(admin, documentsIn(folder));
    const plan = await cleanup.plan({ ...rulesFor('team.', 'recreate'), accept: ['kept-forever:team.orders'] });
    const report = await cleanup.execute(plan.planHash);

    expect(report.topics).toMatchObject([{ topic: 'team.orders', action: 'refuse' }]);
    expect((await admin.topics()).get('team.orders')).toMatchObject({ kind: 'known', value: { id: orders.id } });
  });
});
