// Topics whose older segments are in remote storage, on a broker of its own; remote storage is a folder.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { type KafkaCluster, startKafka } from '../../scripts/integration/kafka-cluster.ts';
import { kafkaVersion } from '../../scripts/integration/kafka-jars.ts';
import { cleanupOn, documentsIn, rulesFor } from './support/cleanup.ts';
import { adminOn, isOwnCluster, produceTo } from './support/kafka.ts';

const topic = 'tiered.events';
const records = 4_000;

const remoteStorage = (folder: string): Record<string, string> => ({
  'remote.log.storage.system.enable': 'true',
  'remote.log.storage.manager.class.name': 'org.apache.kafka.server.log.remote.storage.LocalTieredStorage',
  'remote.log.storage.manager.impl.prefix': 'rsm.config.',
  'rsm.config.dir': folder,
  'remote.log.metadata.manager.listener.name': 'ADMIN',
  'rlmm.config.remote.log.metadata.topic.num.partitions': '1',
  'rlmm.config.remote.log.metadata.topic.replication.factor': '1',
  'remote.log.manager.task.interval.ms': '500',
});

const segmentsIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.log'))
    : [];

describe.runIf(isOwnCluster)('a topic with remote storage', () => {
  let cluster: KafkaCluster;
  let admin: KafkaAdmin;
  let folder: string;
  const cleanup = () => cleanupOn(admin, documentsIn(mkdtempSync(join(folder, 'documents-'))));
  const remote = () => segmentsIn(join(folder, 'remote'));
  const localBytes = async (): Promise<number> => {
    const sizes = await admin.sizes([topic]);
    return sizes.kind === 'known' ? Number(sizes.value.sizes[0]?.bytes ?? -1n) : -1;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'curfew-tiered-'));
    const log = fileURLToPath(new URL('../../kafka-tiered', import.meta.url));
    const properties = remoteStorage(join(folder, 'remote'));
    cluster = await startKafka({ version: kafkaVersion(), nodes: 1, log, properties });
    admin = adminOn(cluster.nodes.map((node) => node.admin));
    const configs = { 'remote.storage.enable': 'true', 'local.retention.bytes': '1', 'retention.bytes': '1000000000' };
    await admin.createTopic({ name: topic, partitions: 1, replicationFactor: 1, configs }, { validateOnly: false });
    await eventually('the topic', async () => (await admin.topics()).has(topic) || undefined);
    await produceTo(cluster.nodes[0]?.admin ?? '', topic, records, 1_000);
    await eventually('old segments to be in remote storage alone', async () => {
      const bytes = await localBytes();
      return (remote().length >= 3 && bytes >= 0 && bytes < 1_500_000) || undefined;
    });
  });
  afterAll(async () => {
    await admin?.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a topic with remote storage has an unknown size, never zero, and all of its records count', async () => {
    const { topics, totals } = await cleanup().plan(rulesFor('tiered.'));

    expect(topics).toMatchObject([{ topic, action: 'truncate', records, bytes: 'unknown', mostBytes: 'unknown' }]);
    expect(topics[0]?.notes.join()).toContain('remote storage');
    expect(totals).toMatchObject({ records, bytes: 'unknown' });
  });

  it('a topic with remote storage is refused by a cap in gigabytes, since nobody knows how much it is', async () => {
    const rules = { ...rulesFor('tiered.'), caps: { topicsMax: 100, bytesMax: 10 ** 12 } };

    expect(await cleanup().plan(rules)).toMatchObject({
      outcome: 'refused',
      refusals: [expect.stringMatching(/unknown/)],
    });
  });

  it('a topic with remote storage is recreated only by whoever accepts that its remote storage goes', async () => {
    const { topics } = await cleanup().plan(rulesFor('tiered.', 'recreate'));

    expect(topics).toMatchObject([{ action: 'refuse', reason: expect.stringContaining('accept `tiered`') }]);
  });

  it('a topic with remote storage is emptied with what is in remote storage', async () => {
    const before = remote().length;
    const { plan, execute, verify } = cleanup();
    const { planHash } = await plan(rulesFor('tiered.'));

    expect(await execute(planHash)).toMatchObject({
      outcome: 'done',
      topics: [{ outcome: 'truncated', bytesAfter: 'unknown' }],
    });
    await eventually('remote storage to be emptied', async () => remote().length < before || undefined);
    expect(await verify()).toMatchObject({ outcome: 'done' });
  });
});
