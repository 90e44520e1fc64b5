// What the execution of a plan does to a cluster, and what it never does.
import { describe, expect, it } from 'vitest';
import { cleanupLimits } from '#cleanup/dependencies.ts';
import { cleanupOf, evening, outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { type MemoryKafka, memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

const changing = ['deleteRecords', 'createTopic', 'deleteTopic', 'addPartitions', 'setTopicConfigs'];
const changesIn = ({ calls }: MemoryKafka) =>
  calls.filter(({ method, about }) => changing.includes(method) && !about.endsWith('(validate)'));

/** `orders.new` and `orders.old` with 20 records each, and somebody else's topics. */
const shop = () => {
  const kafka = memoryKafka();
  kafka.add('orders.new', { records: 10, configs: { 'retention.ms': '5000' } });
  kafka.add('orders.old', { records: 10, partitions: 2, replicas: 2 });
  for (const name of ['orders-v2', 'payments.new', '_schemas', 'orders.app-changelog'])
    kafka.add(name, { records: 10 });
  return kafka;
};

const shapes = (kafka: MemoryKafka) =>
  [...kafka.topics]
    .map(([name, { logs, replicas, configs }]) => [name, logs.length, replicas, [...configs]])
    .toSorted();
const ids = (kafka: MemoryKafka) => Object.fromEntries([...kafka.topics].map(([name, { id }]) => [name, id]));

describe('truncating', () => {
  it('truncating empties what was planned, and leaves every topic what it was', async () => {
    const kafka = shop();
    const before = [shapes(kafka), ids(kafka)];
    const run = cleanupOf(kafka.admin);
    const report = await run.execute((await run.plan()).planHash);

    expect(report).toMatchObject({ outcome: 'done', mode: 'execute', refusals: [] });
    expect([kafka.records('orders.new'), kafka.records('orders.old')]).toEqual([0, 0]);
    expect([kafka.records('payments.new'), kafka.records('orders-v2')]).toEqual([20, 20]);
    expect([shapes(kafka), ids(kafka)]).toEqual(before);
  });

  it('truncating keeps what was produced between plan and execution', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    kafka.produce('orders.new', 7);
    await run.execute(planHash);

    expect(kafka.records('orders.new')).toBe(7);
  });

  it('truncating does not touch what was empty when it was planned, whatever came since', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.new');
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    kafka.produce('orders.new', 7);

    expect(outcomesOf(await run.execute(planHash))).toEqual(['orders.new: already-empty']);
    expect(kafka.records('orders.new')).toBe(7);
  });

  it('truncating says pending while the brokers keep the bytes, and verifies later that they are gone', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 100 });
    const run = cleanupOf(kafka.admin);
    const report = await run.execute((await run.plan()).planHash);
    expect(outcomesOf(report)).toEqual(['orders.new: pending-physical']);
    expect(report.outcome).toBe('done');

    kafka.settle();
    const verified = await run.verify();
    expect(outcomesOf(verified)).toEqual(['orders.new: truncated']);
    expect(verified.totals).toMatchObject({ bytes: 20_000, bytesAfter: 0, reclaimedBytes: 20_000 });
  });

  it('truncating skips a topic that lost a leader since, with the reason, and does the others', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    for (const log of kafka.topics.get('orders.old')?.logs ?? []) log.leader = undefined;
    const report = await run.execute(planHash);

    expect(outcomesOf(report)).toEqual(['orders.new: truncated', 'orders.old: skipped']);
    expect(topicIn(report, 'orders.old')).toMatchObject({
      errorCode: 'NOT_SAFE',
      reason: expect.stringMatching(/no broker leads/),
    });
    expect(report.outcome).toBe('partial');
  });

  it('truncating is not disturbed by a leaderless partition of somebody else', async () => {
    const kafka = shop();
    for (const log of kafka.topics.get('payments.new')?.logs ?? []) log.leader = undefined;
    const run = cleanupOf(kafka.admin);

    expect((await run.execute((await run.plan()).planHash)).outcome).toBe('done');
  });

  it('truncating reports per topic what the brokers refuse, with what to do', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    kafka.before = ({ method }) =>
      method === 'deleteRecords'
        ? ([0, 1].map((partition) => ({
            topic: 'orders.new',
            partition,
            answer: refusedAnswer('TOPIC_AUTHORIZATION_FAILED'),
          })) as never)
        : undefined;
    const report = await run.execute(planHash);

    expect(outcomesOf(report)).toEqual(['orders.new: failed', 'orders.old: failed']);
    expect(topicIn(report, 'orders.new')).toMatchObject({
      errorCode: 'TOPIC_AUTHORIZATION_FAILED',
      reason: expect.stringMatching(/kafka-cluster:DeleteTopic/),
    });
    expect(report.outcome).toBe('failed');
  });
});

describe('an execution is refused as a whole, and changes nothing,', () => {
  const changes: readonly (readonly [string, (kafka: MemoryKafka) => void, RegExp])[] = [
    [
      'when a topic was made anew',
      (kafka) => void kafka.add('orders.new', { records: 3 }),
      /orders\.new is not the planned topic/,
    ],
    ['when another topic matches', (kafka) => void kafka.add('orders.late'), /orders\.late also matches/],
    ['when a topic is gone', (kafka) => void kafka.topics.delete('orders.old'), /orders\.old no longer matches/],
    [
      'when a setting changed',
      (kafka) => void kafka.topics.get('orders.new')?.configs.set('retention.ms', '9'),
      /retention\.ms=9 instead of/,
    ],
    [
      'on another cluster',
      (kafka) => {
        kafka.id = 'cluster-two';
      },
      /^plan \S+ does not exist/,
    ],
  ];

  it.each(changes)('an execution is refused as a whole, and changes nothing: %s', async (_, change, reason) => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    change(kafka);
    const report = await run.execute(planHash);

    expect(report.outcome).toBe('refused');
    expect(report.refusals.join('\n')).toMatch(reason);
    expect(changesIn(kafka)).toEqual([]);
    for (const { outcome } of report.topics) expect(outcome).toBe('not-started');
  });

  it('an execution is refused as a whole, and changes nothing, without a plan of that hash', async () => {
    const kafka = shop();

    expect(await cleanupOf(kafka.admin).execute('0123456789abcdef')).toMatchObject({ outcome: 'refused' });
    expect(changesIn(kafka)).toEqual([]);
  });

  it('an execution is refused as a whole, and changes nothing, when a cap is passed by now', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();

    expect(await run.execute(planHash, rulesOf({ caps: { topicsMax: 1 } }))).toMatchObject({
      outcome: 'refused',
      reason: '2 topics would be emptied, the cap is 1',
    });
    expect(changesIn(kafka)).toEqual([]);
  });

  it('an execution is refused as a whole, and changes nothing, when the deny list has grown since', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();

    expect((await run.execute(planHash, rulesOf({ deny: ['orders.old'] }))).outcome).toBe('refused');
  });

  it('an execution is refused as a whole, and changes nothing, when the plan was executed before, is old, or another run is at work', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    await run.store.acquireLease('cluster-one', { run: 'other', holder: 'x', until: evening + 60_000 }, 0);
    expect((await run.execute(planHash)).reason).toMatch(/^other is running on this cluster/);
    await run.store.releaseLease('cluster-one', 'x');
    expect((await run.execute(planHash)).outcome).toBe('done');
    expect((await run.execute(planHash)).reason).toMatch(/was executed at .*: plan again/);

    kafka.produce('orders.new', 1);
    const next = await run.plan();
    run.pass(8 * 24 * 3_600_000);
    expect((await run.execute(next.planHash)).reason).toMatch(/older than 7 days/);
  });
});

describe('recreating', () => {
  it('recreating makes every topic again as it was, with another id', async () => {
    const kafka = shop();
    const before = [shapes(kafka), ids(kafka)] as const;
    const run = cleanupOf(kafka.admin);
    const report = await run.execute((await run.plan(recreating())).planHash);

    expect(report.outcome).toBe('done');
    expect(outcomesOf(report)).toEqual(['orders.new: recreated', 'orders.old: recreated']);
    expect(shapes(kafka)).toEqual(before[0]);
    expect(ids(kafka)['orders.new']).not.toBe(before[1]['orders.new']);
    expect(ids(kafka)['payments.new']).toBe(before[1]['payments.new']);
    expect(kafka.records('orders.new')).toBe(0);
    expect(report.totals).toMatchObject({ bytes: 4_000, bytesAfter: 0, reclaimedBytes: 4_000 });
  });

  it('recreating does not pin to a topic what it only inherits', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 1, configs: { 'retention.ms': '5' } });
    const run = cleanupOf(kafka.admin);
    await run.execute((await run.plan(recreating())).planHash);

    expect([...(kafka.topics.get('orders.new')?.configs ?? [])]).toEqual([['retention.ms', '5']]);
  });

  it('recreating leaves a topic alone that was written to since the plan, or is written to now', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    kafka.produce('orders.new', 1);
    let looks = 0;
    kafka.before = ({ method, about }) => {
      if (method === 'offsets' && about === 'latest') {
        looks += 1;
        if (looks === 3) kafka.produce('orders.old', 1);
      }
      return undefined;
    };
    const report = await run.execute(planHash);

    expect(outcomesOf(report)).toEqual(['orders.new: skipped', 'orders.old: skipped']);
    expect(changesIn(kafka)).toEqual([]);
    expect(report.outcome).toBe('failed');
  });

  it('recreating deletes nothing that could not be created again', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    kafka.before = ({ method, about }) =>
      method === 'createTopic' && about.endsWith('(validate)') ? refusedAnswer('POLICY_VIOLATION') : undefined;

    expect(outcomesOf(await run.execute(planHash))).toEqual(['orders.new: failed', 'orders.old: failed']);
    expect(changesIn(kafka)).toEqual([]);
  });

  it('recreating waits while the deletion is pending, as on a cluster with ZooKeeper', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    let refusals = 0;
    kafka.before = ({ method, about }) => {
      if (method !== 'createTopic' || about !== 'orders.new' || refusals >= 5) return undefined;
      refusals += 1;
      return refusedAnswer('TOPIC_ALREADY_EXISTS');
    };

    expect((await run.execute(planHash)).outcome).toBe('done');
  });

  it('recreating adds to a topic that a producer made first, and never deletes it', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    kafka.after = ({ method }) => {
      if (method === 'deleteTopic' && !kafka.topics.has('orders.new'))
        kafka.add('orders.new', { partitions: 1, records: 4 });
      return undefined;
    };
    const report = await run.execute(planHash);

    expect(topicIn(report, 'orders.new').outcome).toBe('recreated');
    expect(kafka.topics.get('orders.new')).toMatchObject({ logs: { length: 2 } });
    expect(kafka.topics.get('orders.new')?.configs.get('retention.ms')).toBe('5000');
    expect(kafka.records('orders.new')).toBe(4);
  });

  it('recreating asks for people where a topic that somebody else made cannot be mended', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    kafka.after = ({ method }) => {
      if (method === 'deleteTopic' && !kafka.topics.has('orders.old'))
        kafka.add('orders.old', { partitions: 9, records: 4 });
      return undefined;
    };
    const report = await run.execute(planHash);

    expect(topicIn(report, 'orders.old')).toMatchObject({ outcome: 'failed', errorCode: 'NEEDS_ATTENTION' });
    expect(topicIn(report, 'orders.old').reason).toMatch(
      /9 partitions instead of 2; replication factor 1 instead of 2/,
    );
    expect(kafka.records('orders.old')).toBe(36);
  });

  it('recreating says loudly what is deleted and cannot be created, and does nothing else before that is mended', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    let isDenied = true;
    kafka.before = ({ method, about }) =>
      isDenied && method === 'createTopic' && about === 'orders.new'
        ? refusedAnswer('TOPIC_AUTHORIZATION_FAILED')
        : undefined;
    const first = await run.execute(planHash);
    expect(topicIn(first, 'orders.new').reason).toMatch(/^DELETED AND NOT YET RECREATED/);
    const next = await run.plan(recreating());
    expect(next.warnings.join()).toMatch(/orders\.new was deleted by/);
    expect(await run.execute(next.planHash)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/the run stops until it is/),
    });

    isDenied = false;
    expect((await run.resume(first.run)).outcome).toBe('done');
    expect(kafka.topics.get('orders.new')?.configs.get('retention.ms')).toBe('5000');
  });
});

describe('definitions', () => {
  it('definitions are created, grown and set as asked, after the emptying', async () => {
    const kafka = shop();
    const topics = [
      { name: 'orders.brandnew', partitions: 3, replicationFactor: 2, configs: { 'retention.ms': '1' } },
      { name: 'orders.new', partitions: 4, replicationFactor: 1, configs: { 'retention.ms': '2' } },
    ];
    const run = cleanupOf(kafka.admin);
    const report = await run.execute((await run.plan(rulesOf({ topics, applyDefinitions: true }))).planHash);

    expect(report.outcome).toBe('done');
    expect(outcomesOf(report)).toEqual(['orders.brandnew: created', 'orders.new: truncated', 'orders.old: truncated']);
    expect(kafka.topics.get('orders.brandnew')).toMatchObject({ logs: { length: 3 }, replicas: 2 });
    expect(kafka.topics.get('orders.new')).toMatchObject({ logs: { length: 4 } });
    expect(kafka.topics.get('orders.new')?.configs.get('retention.ms')).toBe('2');
    expect((await run.verify()).outcome).toBe('done');
  });
});

describe('a run', () => {
  it('a cleanup run begins nothing when the time is short, says so, and goes on when it is resumed', async () => {
    const kafka = memoryKafka();
    for (let index = 10; index < 10 + 2 * cleanupLimits.batchTopics; index += 1)
      kafka.add(`orders.${index}`, { records: 1 });
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    run.endIn(100_000);
    kafka.after = ({ method }) => {
      if (method === 'deleteRecords') run.pass(20_000);
      return undefined;
    };
    const report = await run.execute(planHash);
    const count = (outcome: string) => report.topics.filter((one) => one.outcome === outcome).length;

    expect(report.outcome).toBe('partial');
    expect([count('truncated'), count('not-started')]).toEqual([cleanupLimits.batchTopics, cleanupLimits.batchTopics]);
    run.endIn(Number.POSITIVE_INFINITY);
    expect(await run.resume()).toMatchObject({ outcome: 'done', run: report.run });
  });

  it('a cleanup run tells how far it is', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    await run.execute((await run.plan(recreating())).planHash);

    expect(run.progress).toEqual([
      { topicsDone: 1, topics: 2, bytesDone: 2_000, bytes: 4_000, topic: 'orders.new' },
      { topicsDone: 2, topics: 2, bytesDone: 4_000, bytes: 4_000, topic: 'orders.old' },
    ]);
  });

  it('a cleanup run notices what happened to topics that it had nothing to do with', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    kafka.after = ({ method }) => {
      if (method === 'deleteRecords') {
        kafka.topics.delete('payments.new');
        kafka.add('orders-v2');
      }
      return undefined;
    };
    const report = await run.execute(planHash);

    expect(report.outcome).toBe('done');
    expect(report.untouched).toEqual({
      topics: 4,
      changed: [
        { topic: 'orders-v2', reason: expect.stringMatching(/^has the id/) },
        { topic: 'payments.new', reason: expect.stringMatching(/^is gone/) },
      ],
    });
  });

  it('a cleanup run notices a topic that lost a partition or a setting while it was at work', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    kafka.after = ({ method }) => {
      if (method === 'deleteRecords') kafka.topics.get('orders.new')?.configs.delete('retention.ms');
      return undefined;
    };

    expect(topicIn(await run.execute(planHash), 'orders.new')).toMatchObject({
      outcome: 'failed',
      errorCode: 'NOT_AS_IT_SHOULD_BE',
      reason: 'settings none instead of retention.ms=5000',
    });
  });

  it('a cleanup run stops at once when another process takes it over: what is not deleted yet stays', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash, run: id } = await run.plan(recreating());
    kafka.after = ({ method, about }) => {
      if (method === 'createTopic' && about === 'orders.new (validate)')
        void run.store.acquireLease('cluster-one', { run: id, holder: 'another', until: evening + 60_000 }, 0);
      return undefined;
    };
    const report = await run.execute(planHash);

    expect(report.topics.map(({ outcome }) => outcome)).toEqual(['not-started', 'not-started']);
    expect(ids(kafka)).toMatchObject({ 'orders.new': 'id-1', 'orders.old': 'id-2' });
  });
});
