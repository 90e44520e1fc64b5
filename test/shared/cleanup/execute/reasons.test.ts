// What a person reads of a topic that is left as it is, and of one whose definition is applied after it was emptied.
import { describe, expect, it } from 'vitest';
import { guardedAdmin } from '#cleanup/execute/guarded-admin.ts';
import { recreateTopic } from '#cleanup/execute/recreate-topic.ts';
import { rehearse } from '#cleanup/execute/rehearsal.ts';
import type { RunContext } from '#cleanup/execute/run-context.ts';
import { recreateAndFix } from '#cleanup/execute/tasks.ts';
import type { Manifest, PlannedTopic } from '#core/cleanup.ts';
import { cleanupOf, recreating } from '#test/support/cleanups.ts';
import { type MemoryKafka, memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

const topic = 'orders.new';
const shape = { partitions: 2, replicationFactor: 1, overrides: {} };
const planned = {
  ...{ topic, id: 'id-1', shape, action: 'recreate', strategy: 'recreate', reason: 'r', bytes: 10 },
  cuts: [0, 1].map((partition) => ({ partition, start: '0', upTo: '10' })),
} as unknown as PlannedTopic & { readonly shape: typeof shape };

const shop = () => {
  const kafka = memoryKafka();
  kafka.add(topic, { records: 10 });
  return kafka;
};

const refusing = (kafka: MemoryKafka, about: string, code: string): void => {
  kafka.before = (call) => (call.method === 'createTopic' && call.about === about ? refusedAnswer(code) : undefined);
};

describe('a rehearsal of a recreation', () => {
  const rehearsed = async (prepare: (kafka: MemoryKafka) => void = () => {}) => {
    const kafka = shop();
    prepare(kafka);
    const pauses: number[] = [];
    return {
      outcome: await rehearse(planned, { admin: kafka.admin, pause: async (ms) => void pauses.push(ms) }),
      pauses,
    };
  };

  it('a rehearsal of a recreation looks twice, and finds nothing in the way', async () => {
    expect(await rehearsed()).toEqual({ outcome: undefined, pauses: [0, 1_500] });
  });

  it('a rehearsal of a recreation says where records are new', async () => {
    expect((await rehearsed((kafka) => kafka.produce(topic, 3))).outcome).toEqual({
      topic,
      outcome: 'skipped',
      reason:
        'left alone: new records since the plan, or an open transaction (partition 0 ends at 13): stop its producers and plan again',
      errorCode: 'TOPIC_IN_USE',
    });
  });

  it('a rehearsal of a recreation says which end it cannot read', async () => {
    const { outcome } = await rehearsed((kafka) => {
      const { offsets } = kafka.admin;
      kafka.admin.offsets = async (of, at) =>
        (await offsets(of, at)).map((one) => (one.partition === 1 ? { ...one, answer: refusedAnswer('LATE') } : one));
    });

    expect(outcome?.reason).toMatch(/^left alone: cannot read the end of partition 1: .*LATE/);
  });

  it('a rehearsal of a recreation asks under a scratch name and under its own, where it may exist', async () => {
    const scratch = await rehearsed((kafka) => {
      kafka.before = ({ method, about }) =>
        method === 'createTopic' && !about.startsWith(`${topic} `) ? refusedAnswer('POLICY_VIOLATION') : undefined;
    });
    const own = await rehearsed((kafka) => refusing(kafka, `${topic} (validate)`, 'TOPIC_AUTHORIZATION_FAILED'));

    expect(scratch.outcome).toMatchObject({ outcome: 'failed', errorCode: 'POLICY_VIOLATION' });
    expect(own.outcome).toMatchObject({ outcome: 'failed', errorCode: 'TOPIC_AUTHORIZATION_FAILED' });
    expect(own.outcome?.reason).toMatch(/^unchanged: the cluster would refuse to recreate it: ./);
  });
});

describe('a topic that is recreated by a run', () => {
  const known = (more: Partial<Manifest> = {}): Manifest => ({
    ...{ topic, oldId: 'id-1', run: 'run-1', shape, writtenAt: '2026-11-20T23:00:00Z', state: 'deleting' as const },
    ...more,
  });
  const surroundings = () => {
    const kafka = shop();
    const its = cleanupOf(kafka.admin);
    const agreed = { hashOf: () => 'x', stillAgreed: () => undefined } as never;
    const lease = { holder: 'h', renew: async () => true, release: async () => {} };
    const context = {
      ...{
        cluster: 'cluster-one',
        run: 'run-1',
        lease,
        rulesNow: () => recreating(),
        emptied: { topics: 0, bytes: 0 },
      },
      facts: {},
    } as unknown as RunContext;
    return { kafka, its, context, deps: { ...its.deps, agreement: agreed } };
  };

  it('a topic that is recreated by a run needs an id and a shape', async () => {
    const { context, deps } = surroundings();

    for (const lost of ['id', 'shape'] as const)
      await expect(recreateTopic({ ...planned, [lost]: undefined }, undefined, context, deps)).rejects.toThrow(
        'orders.new was planned for recreation without a shape',
      );
  });

  it('a topic that is recreated by a run and was settled before it died is not touched again', async () => {
    const { context, deps, kafka } = surroundings();
    const done = known({ state: 'done', repaired: ['set x'] });

    expect(await recreateTopic(planned, done, context, deps)).toEqual({
      ...{ topic, outcome: 'recreated', reason: 'deleted and recreated, then repaired: set x' },
    });
    expect(kafka.topics.get(topic)?.id).toBe('id-1');
  });

  it.each<[leftMs: number, outcome: string]>([
    [89_999, 'not-started'],
    [90_000, 'recreated'],
  ])('a topic that is recreated by a run that was resumed with %d ms left is %s', async (leftMs, outcome) => {
    const { context, deps, its } = surroundings();
    its.endIn(leftMs);
    const found = await recreateTopic(planned, known(), context, { ...deps, pause: async () => {} });

    expect(found.outcome).toBe(outcome);
    if (outcome === 'not-started') expect(found.reason).toBe('not enough time left: resume the run');
  });

  it.each<[leftMs: number, outcome: string]>([
    [15_000, 'not-started'],
    [15_001, 'recreated'],
  ])('a topic that is recreated by a run with %d ms left to the end of its process is %s', async (leftMs, outcome) => {
    const { context, deps, its } = surroundings();
    its.endIn(leftMs);

    expect((await recreateTopic(planned, undefined, context, { ...deps, pause: async () => {} })).outcome).toBe(
      outcome,
    );
  });

  it('a topic that is recreated by a run is left alone where another run is not done with its name', async () => {
    const { context, deps, its, kafka } = surroundings();
    await its.store.saveManifest('cluster-one', known({ run: 'run-0', oldId: 'id-0' }));

    expect(await recreateTopic(planned, undefined, context, deps)).toEqual({
      topic,
      outcome: 'failed',
      reason: 'not touched: run-0 left a manifest for another topic with this name: resume that run first',
      errorCode: 'MANIFEST_OPEN',
    });
    expect(kafka.topics.get(topic)?.id).toBe('id-1');
  });

  it('a topic that is recreated by a run is changed to its definition after that, and what fails of it is said', async () => {
    const { context, deps, kafka } = surroundings();
    const fixed = { ...planned, fix: { configs: { 'retention.ms': '7' } } } as PlannedTopic;
    const well = await recreateAndFix(fixed, undefined, context, deps);

    expect(well).toEqual({
      topic,
      outcome: 'recreated',
      reason: 'deleted and recreated with the same settings; changed to match its definition: set retention.ms',
    });
    const id = kafka.topics.get(topic)?.id;
    kafka.add(topic, { records: 10 });
    const again = { ...fixed, id: kafka.topics.get(topic)?.id } as PlannedTopic;
    expect(again.id).not.toBe(id);
    kafka.before = ({ method }) => (method === 'setTopicConfigs' ? refusedAnswer('POLICY_VIOLATION') : undefined);
    const badly = await recreateAndFix(again, undefined, context, deps);

    expect(badly).toMatchObject({ outcome: 'failed', errorCode: 'POLICY_VIOLATION' });
    expect(badly.reason).toMatch(/^deleted and recreated with the same settings; settings not changed: ./);
  });
});

describe('a topic that is always protected', () => {
  it('a topic that is always protected is refused for good, with the reason', async () => {
    const kafka = memoryKafka();
    kafka.add('secret', { internal: true });
    const admin = guardedAdmin(kafka.admin);
    await admin.topics();

    expect(await admin.setTopicConfigs('secret', {})).toEqual({
      ...{ kind: 'refused', code: 'DENIED_TOPIC', message: 'secret is protected: internal to Kafka', retryable: false },
    });
    const message = 'the cluster lists no topic with the id id-99';
    expect(await admin.deleteTopic('id-99')).toEqual({
      ...{ kind: 'refused', code: 'UNKNOWN_TOPIC_ID', message, retryable: false },
    });
    expect(await admin.deleteRecords([])).toEqual([]);
    kafka.add(topic, { records: 10 });
    expect(await admin.deleteRecords([{ topic, partition: 0, offset: 4n }])).toEqual([
      { topic, partition: 0, answer: { kind: 'known', value: 4n } },
    ]);
    await admin.topics();
    const asked = kafka.calls.length;
    expect(await admin.deleteTopic('id-2')).toMatchObject({ kind: 'known' });
    expect(kafka.calls.length).toBe(asked + 1);
  });
});
