import { describe, expect, it } from 'vitest';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { rulesFor } from './support/cleanup.ts';
import { admin, cleanup, create, idOf, prefix, recordsIn, topicIn, useFolderOfConsent } from './support/consent.ts';
import { adminAs, commit, type Grant, grant, isOwnCluster, produceUncommitted } from './support/kafka.ts';

useFolderOfConsent();

describe('a topic is recognised by what it is', () => {
  it.each<[what: string, configs: Record<string, string>]>([
    ['for ever', { 'retention.ms': '-1' }],
    ['as long as a number says', { 'retention.ms': '9223372036854775807' }],
    ['for ever, compacted and deleted', { 'retention.ms': '-1', 'cleanup.policy': 'compact,delete' }],
  ])(
    'a topic is recognised by what it is so that what is kept %s is emptied only when it is named',
    async (_, configs) => {
      const { name } = await create('audit', configs);
      const plan = await cleanup().plan(rulesFor(prefix));
      const accepted = await cleanup().plan({ ...rulesFor(prefix), accept: [`kept-forever:${name}`] });

      expect(topicIn(plan, 'audit')).toMatchObject({
        action: 'skip',
        reason: expect.stringContaining(`kept-forever:${name}`),
      });
      expect(topicIn(accepted, 'audit')).toMatchObject({ action: 'truncate' });
    },
  );

  it.each([
    'connect-offsets',
    'eu.connect-cluster-offsets',
    'debezium_connect_cluster_configs.2',
    'eu.mm2-status',
    'shop.dbhistory',
    'inventory.database-history',
    'app-changelog',
    'app-KTABLE-FK-JOIN-SUBSCRIPTION-RESPONSE-0000000014-topic',
    'ksql_log',
    'us.__consumer_offsets',
  ])('a topic is recognised by what it is so that %s is never touched behind whatever prefix', async (name) => {
    await create(name, {}, 0);

    expect((await cleanup().plan(rulesFor(prefix))).denied).toMatchObject([{ topic: `${prefix}${name}` }]);
  });
});

describe('a topic that is compacted and deleted', () => {
  it('a topic that is compacted and deleted is truncated: Kafka itself lets its records go', async () => {
    // Older records than the plan need a key in a compacted topic: what is behind its end is what counts here.
    const { name } = await create('orders', { 'cleanup.policy': 'delete' });
    await admin.setTopicConfigs(name, { 'cleanup.policy': 'compact,delete' });
    const { planHash } = await eventually('the policy', async () => {
      const plan = await cleanup().plan(rulesFor(prefix));
      const configs = (await admin.topicConfigs([name])).get(name);
      const policy = configs?.kind === 'known' && configs.value.find((one) => one.name === 'cleanup.policy')?.value;
      return policy === 'compact,delete' ? plan : undefined;
    });

    expect(await cleanup().execute(planHash)).toMatchObject({ outcome: 'done', topics: [{ outcome: 'truncated' }] });
    expect(await recordsIn(name)).toBe(0);
  });
});

describe('the truth about a topic', () => {
  it.runIf(isOwnCluster)(
    'the truth about a topic is told of an open transaction: how many records, whose and since when',
    async () => {
      const { name } = await create('orders', {}, 0);
      const transaction = await produceUncommitted(name, 0, 50);
      const held = await eventually('the open transaction', async () => {
        const topic = topicIn(await cleanup().plan(rulesFor(prefix)), 'orders');
        return topic?.action === 'refuse' ? topic : undefined;
      });
      await transaction.end();

      expect(held.reason).toMatch(
        /^50 records are behind an open transaction: producer id \d+ in partition 0 since 20\d\d-/,
      );
    },
  );

  const mayDescribe = (on: Grant['on'], pattern: Grant['pattern'], name: string): Grant => ({
    on,
    pattern,
    name,
    operation: 'describe',
  });

  it.runIf(isOwnCluster)(
    'the truth about a topic is told of an open transaction to who may describe transactions and read nothing',
    async () => {
      const { name } = await create('orders', {}, 0);
      const subject = `describer-${prefix.replace(/\W/g, '-')}`;
      await grant(subject, [
        mayDescribe('topic', 'prefixed', prefix),
        { ...mayDescribe('topic', 'prefixed', prefix), operation: 'describeConfigs' },
        mayDescribe('cluster', 'literal', 'kafka-cluster'),
      ]);
      const restricted = adminAs(subject);
      const transaction = await produceUncommitted(name, 0, 50);
      const reasonOnce = (text: RegExp) =>
        eventually(String(text), async () => {
          const reason = topicIn(await cleanup(restricted).plan(rulesFor(prefix)), 'orders')?.reason;
          return reason !== undefined && text.test(reason) ? reason : undefined;
        });
      const before = await reasonOnce(/50 records are behind an open transaction of an unknown producer/);
      await grant(subject, [mayDescribe('transaction', 'prefixed', 'curfew-test-')]);
      const told = await reasonOnce(/producer id \d+ in partition 0 since 20\d\d-/);
      await transaction.end();
      await restricted.close();

      expect(before).toContain('kafka-cluster:DescribeTransactionalId');
      expect(told).toMatch(/^50 records are behind an open transaction: producer id \d+ in partition 0 since 20\d\d-/);
    },
  );

  it('the truth about a topic is told after an answer that was lost: the brokers had done it', async () => {
    const { name } = await create('orders');
    const { planHash } = await cleanup().plan(rulesFor(prefix));
    const losing: KafkaAdmin = {
      ...admin,
      deleteRecords: async (upTo) => {
        await admin.deleteRecords(upTo);
        const lost = { kind: 'refused', code: 'REQUEST_TIMED_OUT', message: 'timed out', retryable: true } as const;
        return upTo.map(({ topic, partition }) => ({ topic, partition, answer: lost }));
      },
    };
    const report = await cleanup(losing).execute(planHash);

    expect(report).toMatchObject({ outcome: 'done' });
    expect(topicIn(report, 'orders')).toMatchObject({ reason: expect.stringContaining('REQUEST_TIMED_OUT') });
    expect(await recordsIn(name)).toBe(0);
  });

  it('the truth about a topic is not that a run is partial because of what other teams do', async () => {
    const { name } = await create('orders');
    const { planHash } = await cleanup().plan(rulesFor(prefix));
    await cleanup().execute(planHash);
    await admin.setTopicConfigs(name, { 'retention.ms': '60000' });
    const report = await cleanup().verify();

    expect(report).toMatchObject({ outcome: 'done' });
    expect(report.warnings.join()).toMatch(/changed after the run had processed it: settings retention\.ms=60000/);
  });

  it.runIf(isOwnCluster)(
    'the truth about a topic names groups that have read to the end and lose their place',
    async () => {
      const { name } = await create('orders');
      await commit(`${prefix}readers`, name, 0, 5n);

      expect(topicIn(await cleanup().plan(rulesFor(prefix, 'recreate')), 'orders')?.groups).toMatchObject([
        { group: `${prefix}readers`, records: 0 },
      ]);
    },
  );

  it('the truth about a topic is that a topic with nothing in it is left alone', async () => {
    const { id, name } = await create('orders', {}, 0);
    const { planHash, topics } = await cleanup().plan(rulesFor(prefix, 'recreate'));
    await cleanup().execute(planHash);

    expect(topics).toMatchObject([{ action: 'already-empty' }]);
    expect(await idOf(name)).toBe(id);
  });

  it('the truth about a topic is that a name without its separator names no topic', async () => {
    await create('orders.new', {}, 0);
    const plan = await cleanup().plan(rulesFor(`${prefix}orders`));

    expect(plan.warnings.join()).toContain(`did you mean \`${prefix}orders.\`?`);
  });
});
