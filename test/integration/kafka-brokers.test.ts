// Brokers that die, on a cluster of its own.
import { mkdtempSync, rmSync } from 'node:fs';
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
    const below = { ...placed, ...on([1, 2]), configs: { 'min.insync.replicas': '2' } };
    await admin.createTopic({ ...below, name: 'below.minimum' }, { validateOnly: false });
    await eventually('all topics', async () => {
      const topics = await admin.topics();
      const sizes = await admin.sizes(['only.there', 'on.both']);
      return (topics.size === 3 && sizes.kind === 'known' && sizes.value.complete) || undefined;
    });
    // Before the death: later no record is readable that fewer replicas have.
    await produceTo(cluster.nodes[0]?.admin ?? '', 'below.minimum', 5);
    await eventually('the records', async () => {
      const [end] = await admin.offsets([{ topic: 'below.minimum', partition: 0 }], 'latest');
      return (end?.answer.kind === 'known' && end.answer.value === 5n) || undefined;
    });
    await cluster.kill(2);
    await eventually('the death to be known', async () => (await admin.cluster()).brokers.length === 1 || undefined);
  });
  afterAll(async () => {
    await admin.close();
    await cluster.stop();
  });

  it('when a broker is killed, its topics have no leader, and the others are served by whoever is left', async () => {
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

  it('when a broker is killed, sizes are told as incomplete', async () => {
    expect(await admin.sizes(['on.both'])).toMatchObject({
      kind: 'known',
      value: { complete: false, sizes: [{ topic: 'on.both', bytes: 0n }] },
    });
  });

  it.each([
    ['one replica down', 'on.both'],
    ['fewer replicas in sync than producers need', 'below.minimum'],
  ])('a topic with %s is truncated all the same, as when a disk is full', async (_, topic) => {
    if (topic === 'on.both') await produceTo(cluster.nodes[0]?.admin ?? '', topic, 5);
    const folder = mkdtempSync(join(tmpdir(), 'curfew-down-'));
    const cleanup = cleanupOn(admin, documentsIn(folder));
    const plan = await cleanup.plan(rulesFor(topic));
    const report = await cleanup.execute(plan.planHash);
    const recreated = await cleanup.plan(rulesFor(topic, 'recreate'));
    rmSync(folder, { recursive: true });

    expect(plan.topics).toMatchObject([{ action: 'truncate', records: 5 }]);
    expect(plan.warnings.join()).toMatch(/1 topic has replicas that are out of sync or down/);
    expect(report).toMatchObject({ outcome: 'done', topics: [{ outcome: 'truncated' }] });
    expect(recreated.topics).toMatchObject([{ action: 'refuse' }]);
  });

  it('what had no leader when it was planned leads to a new plan, not to resuming', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'curfew-leaderless-'));
    const cleanup = cleanupOn(admin, documentsIn(folder));
    const { planHash } = await cleanup.plan(rulesFor('only.there'));
    const report = await cleanup.execute(planHash);
    rmSync(folder, { recursive: true });

    expect(report).toMatchObject({
      outcome: 'failed',
      next: { mode: 'plan', reason: expect.stringMatching(/no broker leads/) },
    });
  });

  it('a topic may still be created with replicas there: Kafka itself does not refuse it', async () => {
    const spec = { name: 'wide', partitions: 1, replicationFactor: 2, configs: {} };

    expect(await admin.createTopic(spec, { validateOnly: true })).toMatchObject({ kind: 'known' });
  });

  it('when a killed broker is back, all is as before', async () => {
    await cluster.restart(2);

    const led = await eventually('a leader', async () => {
      const topic = (await admin.topics(['only.there'])).get('only.there');
      return topic?.kind === 'known' ? topic.value.partitions[0]?.leader : undefined;
    });

    expect(led).toBe(2);
    expect(await admin.offsets([{ topic: 'only.there', partition: 0 }], 'latest')).toMatchObject([
      { answer: { kind: 'known', value: 0n } },
    ]);
    // As long as a hook that starts brokers: how soon a Java process is up is the machine's matter.
  }, 120_000);

  it('what a broker forgot that crashed after it had truncated leads to a new plan, not to resuming', async () => {
    await produceTo(cluster.nodes[1]?.admin ?? '', 'only.there', 5);
    const folder = mkdtempSync(join(tmpdir(), 'curfew-forgotten-'));
    const cleanup = cleanupOn(admin, documentsIn(folder));
    const { planHash } = await cleanup.plan(rulesFor('only.there'));
    const report = await cleanup.execute(planHash);
    // It keeps the new beginning of a log in mind for up to a minute before it writes it down.
    await cluster.kill(2);
    await cluster.restart(2);
    const verified = await eventually('the old records', async () => {
      const found = await cleanup.verify();
      return found.outcome === 'failed' && /still begins/.test(found.reason) ? found : undefined;
    });
    rmSync(folder, { recursive: true });

    expect(report).toMatchObject({ outcome: 'done' });
    expect(verified).toMatchObject({
      topics: [{ outcome: 'failed', errorCode: 'NOT_AS_IT_SHOULD_BE' }],
      next: { mode: 'plan', reason: expect.stringMatching(/resuming does not help/) },
    });
  }, 120_000);
});
