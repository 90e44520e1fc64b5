// What becomes of a topic after a failure: its outcome says so, and resuming tries it again.
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { cleanupOf, outcomesOf, recreating, topicIn } from '#test/support/cleanups.ts';
import { memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

const shop = (names: readonly string[] = ['orders.new', 'orders.old']) => {
  const kafka = memoryKafka();
  for (const name of names) kafka.add(name, { records: 10 });
  return kafka;
};

const silence = new OperationError('UNAVAILABLE', 'no broker answers', { awsCode: 'NETWORK' });

describe('a topic that the brokers refused', () => {
  it.each([
    ['truncated', 'deleteRecords', undefined],
    ['recreated', 'createTopic', recreating()],
  ] as const)(
    'a topic that the brokers refused and was to be %s is tried again when the run is resumed',
    async (outcome, method, rules) => {
      const kafka = shop();
      const run = cleanupOf(kafka.admin);
      const { planHash } = await run.plan(rules);
      const denied = refusedAnswer('TOPIC_AUTHORIZATION_FAILED');
      kafka.before = (call) => {
        if (call.method === 'createTopic' && method === 'createTopic' && call.about === 'orders.new') return denied;
        const partitions = [0, 1].map((partition) => ({ topic: 'orders.new', partition, answer: denied }));
        return call.method === 'deleteRecords' && method === 'deleteRecords' ? (partitions as never) : undefined;
      };
      const first = await run.execute(planHash);
      expect(topicIn(first, 'orders.new')).toMatchObject({ outcome: 'failed', errorCode: expect.any(String) });

      kafka.before = () => undefined;
      const second = await run.resume(first.run);

      expect(outcomesOf(second)).toEqual([`orders.new: ${outcome}`, `orders.old: ${outcome}`]);
      expect(second.outcome).toBe('done');
      expect(kafka.topics.has('orders.new')).toBe(true);
      expect(kafka.records('orders.new')).toBe(0);
    },
  );

  it('a topic that the brokers refused is not tried again once it is done', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    let asked = 0;
    kafka.before = ({ method, about }) => {
      if (method !== 'createTopic' || about !== 'orders.old') return undefined;
      asked += 1;
      return refusedAnswer('TOPIC_AUTHORIZATION_FAILED');
    };
    const first = await run.execute(planHash);
    const { id } = kafka.topics.get('orders.new') ?? {};
    expect([topicIn(first, 'orders.new').outcome, asked > 0]).toEqual(['recreated', true]);

    kafka.before = () => undefined;
    await run.resume(first.run);

    expect(kafka.topics.get('orders.new')?.id).toBe(id);
  });
});

describe('a cluster that stops answering in the middle', () => {
  it.each([
    ['truncated', 'deleteRecords', undefined],
    ['recreated', 'deleteTopic', recreating()],
  ] as const)(
    'a cluster that stops answering in the middle leaves topics that are to be %s not certain, begins no other, and is resumed',
    async (outcome, method, rules) => {
      const kafka = shop();
      const run = cleanupOf(kafka.admin);
      const { planHash } = await run.plan(rules);
      kafka.before = (call) => {
        if (call.method === method) throw silence;
        return undefined;
      };
      const first = await run.execute(planHash);
      const uncertain = first.topics.filter(({ outcome: of }) => of === 'failed');

      expect(uncertain.length).toBeGreaterThan(0);
      for (const topic of uncertain)
        expect(topic).toMatchObject({
          reason: 'result unknown: no broker answers. Resume the run',
          errorCode: 'NETWORK',
        });
      for (const { outcome: of, reason } of first.topics)
        if (of === 'not-started') expect(reason).toBe('not started because of an earlier failure: no broker answers');
      expect(first.topics).toHaveLength(2);
      expect(kafka.records('orders.new') + kafka.records('orders.old')).toBe(40);

      kafka.before = () => undefined;
      expect(outcomesOf(await run.resume(first.run))).toEqual([`orders.new: ${outcome}`, `orders.old: ${outcome}`]);
      expect(kafka.records('orders.new') + kafka.records('orders.old')).toBe(0);
    },
  );
});
