// Cleanups on a real cluster: what they empty, and what stays as it was.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { KafkaAdmin, Topic } from '#cleanup/kafka/kafka-admin.ts';
import type { CleanupReport } from '#core/cleanup-report.ts';
import { eventually } from '#test/support/kafka/kafka-admin-contract.ts';
import { type Cleanup, cleanupOn, documentsIn, rulesFor } from './support/cleanup.ts';
import {
  adminAs,
  adminOfCluster,
  commit,
  freshPrefix,
  type Grant,
  grant,
  isOwnCluster,
  produce,
  removeAll,
} from './support/kafka.ts';

const all = freshPrefix();
let admin: KafkaAdmin;
let folder: string;
let names = 0;
let prefix: string;
let cleanup: Cleanup;

beforeAll(() => {
  admin = adminOfCluster();
  folder = mkdtempSync(join(tmpdir(), 'curfew-cleanup-'));
});
beforeEach(() => {
  names += 1;
  prefix = `${all}t${names}.`;
  cleanup = cleanupOn(admin, documentsIn(join(folder, String(names))));
});
afterAll(async () => {
  await removeAll(admin, all);
  await admin.close();
  rmSync(folder, { recursive: true });
});

const seen = (name: string): Promise<Topic> =>
  eventually(name, async () => {
    const found = (await admin.topics([name])).get(name);
    const isLed = found?.kind === 'known' && found.value.partitions.every(({ leader }) => leader !== undefined);
    return isLed ? found.value : undefined;
  });

const create = async (name: string, configs: Record<string, string> = {}, partitions = 2): Promise<Topic> => {
  const { brokers } = await admin.cluster();
  const replicationFactor = Math.min(2, brokers.length);
  await admin.createTopic({ name, partitions, replicationFactor, configs }, { validateOnly: false });
  return seen(name);
};

/** All that has to be the same afterwards: name, id, partitions with their replicas, own settings. */
const shapeOf = async ({ name }: Topic) => {
  const { id, partitions } = await seen(name);
  const configs = (await admin.topicConfigs([name])).get(name);
  const own = configs?.kind === 'known' ? configs.value.filter(({ source }) => source === 'DYNAMIC_TOPIC_CONFIG') : [];
  return { name, id, replicas: partitions.map(({ replicas }) => replicas), own };
};

/** Records of each partition. */
const recordsIn = async ({ name, partitions }: Topic): Promise<number[]> => {
  const of = partitions.map(({ index }) => ({ topic: name, partition: index }));
  const [starts, ends] = [await admin.offsets(of, 'earliest'), await admin.offsets(of, 'latest')];
  return ends.map(({ answer }, index) => {
    const start = starts[index]?.answer;
    if (answer.kind !== 'known' || start?.kind !== 'known') throw new Error(`${name}: the offsets cannot be read`);
    return Number(answer.value - start.value);
  });
};

const outcomesOf = ({ topics }: CleanupReport): Record<string, string | undefined> =>
  Object.fromEntries(topics.map(({ topic, outcome }) => [topic.slice(prefix.length), outcome]));

describe('truncating on a real cluster', () => {
  it('truncating on a real cluster empties to the offsets of the plan: what came since survives, and every topic is what it was', async () => {
    const orders = await create(`${prefix}team.orders`, { 'retention.ms': '86400000', 'segment.bytes': '1048576' });
    const neighbour = await create(`${prefix}team-v2.orders`);
    const state = await create(`${prefix}team.app-changelog`);
    for (const { name } of [orders, neighbour, state]) await produce(name, 0, 20);
    const before = await Promise.all([orders, neighbour, state].map(shapeOf));
    // A fresh cluster makes the topic of the offsets when the first group asks for its coordinator.
    if (isOwnCluster) await commit(`${prefix}others`, neighbour.name, 0, 1n);
    const internal = [...(await admin.topics())].filter(([name]) => name.startsWith('__'));

    const plan = await cleanup.plan(rulesFor(`${prefix}team.`));
    await produce(orders.name, 0, 7);
    await produce(orders.name, 1, 3);
    const report = await cleanup.execute(plan.planHash);

    expect(report).toMatchObject({ outcome: 'done', refusals: [], untouched: { changed: [] } });
    expect(await recordsIn(orders)).toEqual([7, 3]);
    expect([await recordsIn(neighbour), await recordsIn(state)]).toEqual([
      [20, 0],
      [20, 0],
    ]);
    expect(await Promise.all([orders, neighbour, state].map(shapeOf))).toEqual(before);
    expect([...(await admin.topics())].filter(([name]) => name.startsWith('__'))).toEqual(internal);
  });

  it.runIf(isOwnCluster)(
    'truncating on a real cluster tells whose unread records go, and says when the disk is free',
    async () => {
      const orders = await create(`${prefix}orders`, { 'segment.bytes': '1048576' }, 1);
      await produce(orders.name, 0, 3_000, 1_000);
      await commit(`${prefix}readers`, orders.name, 0, 2_000n);

      const plan = await cleanup.plan(rulesFor(prefix));
      expect(plan.topics).toMatchObject([{ records: 3_000, groups: [{ group: `${prefix}readers`, records: 1_000 }] }]);
      await cleanup.execute(plan.planHash);
      const verified = await eventually('the closed segments to be freed', async () => {
        const report = await cleanup.verify();
        return outcomesOf(report).orders === 'truncated' ? report : undefined;
      });

      const [topic] = verified.topics;
      expect(Number(topic?.bytesAfter)).toBeLessThanOrEqual(Number(topic?.bytes) - Number(topic?.leastBytes));
      expect(Number(topic?.leastBytes)).toBeGreaterThan(0);
    },
  );

  it('truncating on a real cluster refuses a plan whose topic somebody made anew, and touches nothing', async () => {
    const orders = await create(`${prefix}orders`);
    await produce(orders.name, 0, 5);
    const plan = await cleanup.plan(rulesFor(prefix));
    await admin.deleteTopic(orders.id);
    await eventually('the deletion', async () => ((await admin.topics()).has(orders.name) ? undefined : true));
    const anew = await create(orders.name);
    await produce(anew.name, 0, 5);

    const report = await cleanup.execute(plan.planHash);

    expect(report.outcome).toBe('refused');
    expect(await recordsIn(anew)).toEqual([5, 0]);
  });
});

describe('recreating on a real cluster', () => {
  it('recreating on a real cluster makes every topic again as it was, with a new id and no records', async () => {
    const configs = { 'retention.ms': '86400000', 'cleanup.policy': 'compact,delete', 'segment.bytes': '1048576' };
    const orders = await create(`${prefix}team.orders`, configs, 3);
    const neighbour = await create(`${prefix}others.orders`);
    for (const { name } of [orders, neighbour]) await produce(name, 0, 20);
    const before = await Promise.all([orders, neighbour].map(shapeOf));

    const plan = await cleanup.plan(rulesFor(`${prefix}team.`, 'recreate'));
    const report = await cleanup.execute(plan.planHash);

    expect(report).toMatchObject({ outcome: 'done', untouched: { changed: [] } });
    expect(await recordsIn(orders)).toEqual([0, 0, 0]);
    expect(await recordsIn(neighbour)).toEqual([20, 0]);
    const [made, kept] = await Promise.all([orders, neighbour].map(shapeOf));
    expect(made).toMatchObject({ name: before[0]?.name, own: before[0]?.own });
    expect(made?.id).not.toBe(orders.id);
    expect(made?.replicas.map(({ length }) => length)).toEqual(before[0]?.replicas.map(({ length }) => length));
    expect(kept).toEqual(before[1]);
  });
});

describe.runIf(isOwnCluster)('with rights on one prefix', () => {
  const open: KafkaAdmin[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  /** What IAM grants the function (facts/kafka.md 3.1), in the words of Kafka's authorizer. */
  const operator = async (allowed: string): Promise<KafkaAdmin> => {
    const subject = `operator-${names}`;
    const onTopics: Grant[] = (
      ['create', 'delete', 'alter', 'describe', 'describeConfigs', 'alterConfigs'] as const
    ).map((operation) => ({ on: 'topic', pattern: 'prefixed', name: allowed, operation }));
    const onCluster: Grant[] = (['describe', 'describeConfigs'] as const).map((operation) => ({
      on: 'cluster',
      pattern: 'literal',
      name: 'kafka-cluster',
      operation,
    }));
    await grant(subject, [...onTopics, ...onCluster]);
    const restricted = adminAs(subject);
    open.push(restricted);
    await eventually('the grants', async () => (await restricted.topics()).size > 0 || undefined);
    return restricted;
  };

  it.each(['truncate', 'recreate'] as const)(
    'a cleanup may %s there, and nothing of anybody else',
    async (strategy) => {
      const ours = await create(`${prefix}team.orders`);
      const theirs = await create(`${prefix}others.orders`);
      for (const { name } of [ours, theirs]) await produce(name, 0, 5);
      const before = await shapeOf(theirs);
      const restricted = cleanupOn(await operator(`${prefix}team.`), cleanupDocuments());

      // The rules ask for more than is granted.
      const plan = await restricted.plan(rulesFor(prefix, strategy));
      const report = await restricted.execute(plan.planHash);

      expect(report.topics.map(({ topic }) => topic)).toEqual([ours.name]);
      expect(report.outcome).toBe('done');
      expect(await recordsIn(await seen(ours.name))).toEqual([0, 0]);
      expect([await recordsIn(theirs), await shapeOf(theirs)]).toEqual([[5, 0], before]);
    },
  );
});

const cleanupDocuments = () => documentsIn(join(folder, `restricted-${names}`));
