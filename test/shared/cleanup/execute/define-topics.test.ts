// Topics as their definitions say: what is answered, and what is looked at again before a refusal is reported.
import { describe, expect, it } from 'vitest';
import { applyFix, createDefined } from '#cleanup/execute/define-topics.ts';
import type { KafkaAdmin } from '#cleanup/kafka/kafka-admin.ts';
import type { TopicDefinition } from '#core/cleanup-rules.ts';
import { type MemoryKafka, memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';
import { changesIn } from './shop.ts';

const definition = {
  ...{ name: 'orders.new', partitions: 2, replicationFactor: 1, configs: { 'retention.ms': '5000' } },
} as unknown as TopicDefinition;

const refusing = (kafka: MemoryKafka, method: keyof KafkaAdmin, code: string, retryable = false): void => {
  kafka.before = (call) => (call.method === method ? refusedAnswer(code, retryable) : undefined);
};

/** Carried out, and the answer is lost. */
const losing = (kafka: MemoryKafka, method: keyof KafkaAdmin): void => {
  kafka.after = (call) => (call.method === method ? refusedAnswer('REQUEST_TIMED_OUT', true) : undefined);
};

describe('a topic that is missing', () => {
  it('a topic that is missing is created as it is defined', async () => {
    const kafka = memoryKafka();

    expect(await createDefined(kafka.admin, definition)).toEqual({
      ...{ topic: 'orders.new', outcome: 'created', reason: 'was missing and has been created' },
    });
    expect(kafka.topics.get('orders.new')).toMatchObject({ replicas: 1, logs: { length: 2 } });
    expect([...(kafka.topics.get('orders.new')?.configs ?? [])]).toEqual([['retention.ms', '5000']]);
    expect(changesIn(kafka)).toEqual([{ method: 'createTopic', about: 'orders.new' }]);
  });

  it('a topic that is missing and then exists is compared by the next plan', async () => {
    const kafka = memoryKafka();
    refusing(kafka, 'createTopic', 'TOPIC_ALREADY_EXISTS');

    expect(await createDefined(kafka.admin, definition)).toEqual({
      topic: 'orders.new',
      outcome: 'unchanged',
      reason: 'exists now, but was not visible before: plan again to compare it with its definition',
    });
  });

  it('a topic that is missing and whose creation is not answered is looked for', async () => {
    const kafka = memoryKafka();
    losing(kafka, 'createTopic');

    expect(await createDefined(kafka.admin, definition)).toEqual({
      topic: 'orders.new',
      outcome: 'created',
      reason: 'exists as defined, although the answer was REQUEST_TIMED_OUT',
    });
  });

  it.each<[what: string, prepare: (kafka: MemoryKafka) => void, code: string]>([
    ['is refused', (kafka) => refusing(kafka, 'createTopic', 'POLICY_VIOLATION'), 'POLICY_VIOLATION'],
    ['is not answered and not there', (kafka) => refusing(kafka, 'createTopic', 'LATE', true), 'LATE'],
    [
      'is not answered, and there is another one',
      (kafka) => {
        kafka.add('orders.new', { partitions: 2, configs: { 'retention.ms': '6' } });
        refusing(kafka, 'createTopic', 'LATE', true);
      },
      'LATE',
    ],
    [
      'is refused although it is there as defined',
      (kafka) => {
        kafka.add('orders.new', { partitions: 2, configs: { 'retention.ms': '5000' } });
        refusing(kafka, 'createTopic', 'POLICY_VIOLATION');
      },
      'POLICY_VIOLATION',
    ],
  ])('a topic that is missing and whose creation %s has failed', async (_, prepare, code) => {
    const kafka = memoryKafka();
    prepare(kafka);

    expect(await createDefined(kafka.admin, definition)).toMatchObject({
      topic: 'orders.new',
      outcome: 'failed',
      reason: expect.stringMatching(/^not created: ./),
      errorCode: code,
    });
  });
});

describe('a topic that differs from its definition', () => {
  const fix = { partitions: 3, configs: { 'retention.ms': '7', 'retention.bytes': '8' } };
  const shop = () => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { partitions: 2, configs: { 'min.insync.replicas': '1' } });
    return kafka;
  };

  it('a topic that differs from its definition is given its settings and partitions, and keeps all else', async () => {
    const kafka = shop();

    expect(await applyFix(kafka.admin, 'orders.new', fix)).toEqual({
      topic: 'orders.new',
      outcome: 'changed',
      reason: 'changed to match its definition: set retention.ms, retention.bytes, grown to 3 partitions',
    });
    expect(kafka.topics.get('orders.new')?.logs).toHaveLength(3);
    expect(Object.fromEntries(kafka.topics.get('orders.new')?.configs ?? [])).toEqual({
      ...{ 'min.insync.replicas': '1', 'retention.ms': '7', 'retention.bytes': '8' },
    });
  });

  it.each<[what: string, fix: Parameters<typeof applyFix>[2], reason: string, calls: string[]]>([
    ['settings alone', { configs: { 'retention.ms': '7' } }, 'set retention.ms', ['setTopicConfigs']],
    ['partitions alone', { partitions: 4 }, 'grown to 4 partitions', ['addPartitions']],
  ])('a topic that differs from its definition in %s is changed in nothing else', async (_, its, reason, calls) => {
    const kafka = shop();

    expect((await applyFix(kafka.admin, 'orders.new', its)).reason).toBe(`changed to match its definition: ${reason}`);
    expect(changesIn(kafka).map(({ method }) => method)).toEqual(calls);
  });

  it.each(['setTopicConfigs', 'addPartitions'] as const)(
    'a topic that differs from its definition is as defined where the answer to %s was lost',
    async (method) => {
      const kafka = shop();
      losing(kafka, method);

      expect((await applyFix(kafka.admin, 'orders.new', fix)).outcome).toBe('changed');
    },
  );

  it('a topic that differs from its definition and has as many partitions by now is as defined', async () => {
    const kafka = shop();
    refusing(kafka, 'addPartitions', 'INVALID_PARTITIONS');

    expect((await applyFix(kafka.admin, 'orders.new', { partitions: 3 })).outcome).toBe('changed');
  });

  it.each<[method: 'setTopicConfigs' | 'addPartitions', retryable: boolean, what: string]>([
    ['setTopicConfigs', false, 'settings not changed'],
    ['setTopicConfigs', true, 'settings not changed'],
    ['addPartitions', false, 'partitions not added'],
    ['addPartitions', true, 'partitions not added'],
  ])(
    'a topic that differs from its definition fails where %s is refused (retryable: %s)',
    async (method, retryable, what) => {
      const kafka = shop();
      refusing(kafka, method, 'SOME_REFUSAL', retryable);

      expect(await applyFix(kafka.admin, 'orders.new', fix)).toMatchObject({
        topic: 'orders.new',
        outcome: 'failed',
        errorCode: 'SOME_REFUSAL',
        reason: expect.stringMatching(new RegExp(`^${what}: .`)),
      });
    },
  );

  it('a topic that differs from its definition fails where one of several settings is not as asked for, or cannot be read', async () => {
    const half = shop();
    half.topics.get('orders.new')?.configs.set('retention.ms', '7');
    refusing(half, 'setTopicConfigs', 'LATE', true);
    const unread = shop();
    unread.before = ({ method }) =>
      method === 'setTopicConfigs' || method === 'topicConfigs' ? refusedAnswer('LATE', true) : undefined;
    unread.admin.topicConfigs = async () => new Map([['orders.new', refusedAnswer('LATE', true)]]);
    const absent = shop();
    refusing(absent, 'addPartitions', 'LATE', true);
    absent.topics.delete('orders.new');

    expect((await applyFix(half.admin, 'orders.new', { configs: fix.configs })).outcome).toBe('failed');
    expect((await applyFix(unread.admin, 'orders.new', { configs: fix.configs })).outcome).toBe('failed');
    expect((await applyFix(absent.admin, 'orders.new', { partitions: 3 })).outcome).toBe('failed');
  });

  it.each<[what: string, now: Readonly<Record<string, string>>, outcome: string]>([
    ['one has that value', { 'retention.ms': '7', 'retention.bytes': '9' }, 'changed'],
    ['another setting has that value', { 'retention.ms': '9', 'retention.bytes': '7' }, 'failed'],
    ['it has another value', { 'retention.ms': '9' }, 'failed'],
  ])(
    'a topic that differs from its definition is looked at after an answer that was lost: %s',
    async (_, now, outcome) => {
      const kafka = shop();
      for (const [name, value] of Object.entries(now)) kafka.topics.get('orders.new')?.configs.set(name, value);
      refusing(kafka, 'setTopicConfigs', 'LATE', true);

      expect((await applyFix(kafka.admin, 'orders.new', { configs: { 'retention.ms': '7' } })).outcome).toBe(outcome);
    },
  );

  it('a topic that differs from its definition fails where the cluster says nothing about it', async () => {
    const kafka = shop();
    refusing(kafka, 'setTopicConfigs', 'LATE', true);
    kafka.admin.topicConfigs = async () => new Map();
    const silent = shop();
    refusing(silent, 'addPartitions', 'LATE', true);
    silent.admin.topics = async () => new Map();

    expect((await applyFix(kafka.admin, 'orders.new', { configs: fix.configs })).outcome).toBe('failed');
    expect((await applyFix(silent.admin, 'orders.new', { partitions: 3 })).outcome).toBe('failed');
  });

  it('a topic that differs from its definition, or is missing, is changed and not only validated', async () => {
    const kafka = shop();
    const options: unknown[] = [];
    const { addPartitions, createTopic } = kafka.admin;
    kafka.admin.addPartitions = async (topic, count, how) => {
      options.push(how);
      return addPartitions(topic, count, how);
    };
    kafka.admin.createTopic = async (spec, how) => {
      options.push(how);
      return createTopic(spec, how);
    };
    await applyFix(kafka.admin, 'orders.new', fix);
    await createDefined(kafka.admin, { name: 'orders.x', partitions: 1, replicationFactor: 1, configs: {} });

    expect(options).toEqual([{ validateOnly: false }, { validateOnly: false }]);
  });
});
