import { describe, expect, it } from 'vitest';
import { cleanupOf, outcomesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';
import { ids, shapes, shop } from './shop.ts';

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
