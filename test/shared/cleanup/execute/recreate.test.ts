import { describe, expect, it } from 'vitest';
import { cleanupOf, outcomesOf, recreating, topicIn } from '#test/support/cleanups.ts';
import { memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';
import { changesIn, ids, shapes, shop } from './shop.ts';

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

  it('recreating asks for people where a topic that somebody else made cannot be fixed', async () => {
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

  it('recreating says loudly what is deleted and cannot be created, and does nothing else before that is fixed', async () => {
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
