// What the execution of a plan does to a cluster, and what it never does.
import { describe, expect, it } from 'vitest';
import { cleanupLimits } from '#cleanup/dependencies.ts';
import { cleanupOf, evening, outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { type MemoryKafka, memoryKafka } from '#test/support/memory-kafka.ts';
import { changesIn, ids, shop } from './shop.ts';

describe('an execution is refused as a whole, and changes nothing,', () => {
  const changes: readonly (readonly [string, (kafka: MemoryKafka) => void, RegExp])[] = [
    [
      'when a topic was made anew',
      (kafka) => void kafka.add('orders.new', { records: 3 }),
      /orders\.new is not the topic that was planned/,
    ],
    ['when another topic matches', (kafka) => void kafka.add('orders.late'), /orders\.late matches too/],
    ['when a topic is gone', (kafka) => void kafka.topics.delete('orders.old'), /orders\.old does not match any more/],
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
      /there is no plan/,
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
    expect((await run.execute(planHash)).reason).toMatch(/^other is at work/);
    await run.store.releaseLease('cluster-one', 'x');
    expect((await run.execute(planHash)).outcome).toBe('done');
    expect((await run.execute(planHash)).reason).toMatch(/was executed at .*: plan again/);

    kafka.produce('orders.new', 1);
    const next = await run.plan();
    run.pass(8 * 24 * 3_600_000);
    expect((await run.execute(next.planHash)).reason).toMatch(/older than 7 days/);
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
