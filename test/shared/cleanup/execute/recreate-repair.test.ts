// A topic that exists under the name of one that was deleted: what can be added to it is added, and it is never deleted.
import { describe, expect, it } from 'vitest';
import { recreatedText } from '#cleanup/execute/recreate.ts';
import { type MemoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';
import { finished, manifest, refusing, topic } from './recreations.ts';

/** A process that died may have deleted the topic: only then what exists is repaired. */
const resumed = (given: Parameters<typeof finished>[0]) =>
  finished({ ...given, ports: { mayBeDeleted: true, ...given.ports } });

describe('a topic that exists again under another id', () => {
  const another = (options: object) => (kafka: MemoryKafka) => {
    kafka.topics.delete(topic);
    kafka.add(topic, options);
  };

  it('a topic that exists again under another id as it was is done', async () => {
    const same = another({ configs: { 'retention.ms': '5000' } });
    const { outcome, made } = await resumed({ prepare: same, its: { repaired: ['set retention.ms'] } });

    expect(outcome.reason).toBe('deleted and recreated, then repaired: set retention.ms');
    expect(made).toEqual([]);
  });

  it('a topic that exists again under another id is not touched where this run did not delete it', async () => {
    const { outcome, states, kafka } = await finished({ prepare: another({ partitions: 1 }) });

    expect(outcome).toEqual({
      ...{ topic, outcome: 'skipped', errorCode: 'TOPIC_CHANGED' },
      reason: 'left alone: its id is id-2, the plan is for id-1: somebody else recreated it',
    });
    expect(states).toEqual(['abandoned']);
    expect(kafka.topics.get(topic)?.logs).toHaveLength(1);
  });

  it('a topic that exists again under another id is looked at again where it has no leader yet', async () => {
    const { pauses, outcome } = await resumed({
      prepare: (kafka) => {
        another({ configs: { 'retention.ms': '5000' } })(kafka);
        const [log] = kafka.topics.get(topic)?.logs ?? [];
        if (log) log.leader = undefined;
        let looks = 0;
        kafka.before = ({ method }) => {
          if (method === 'topics' && ++looks === 3 && log) log.leader = 1;
          return undefined;
        };
      },
    });

    expect([pauses.length, outcome.outcome]).toEqual([3, 'recreated']);
  });

  it('a topic that exists again under another id and lacks something is given it, and that is said', async () => {
    const { outcome, saved } = await resumed({ prepare: another({ partitions: 1 }) });

    const repaired = ['grown from 1 to 2 partitions', 'set retention.ms'];
    expect(outcome.reason).toBe(`deleted and recreated, then repaired: ${repaired.join(', ')}`);
    expect(saved).toEqual([{ ...manifest, state: 'done', repaired }]);
  });

  it('a topic that exists again under another id and cannot be repaired needs people', async () => {
    const configs = { 'retention.ms': '5000', 'segment.bytes': '7' };
    const { outcome, states } = await resumed({ prepare: another({ partitions: 3, replicas: 2, configs }) });

    expect(outcome).toMatchObject({ outcome: 'failed', errorCode: 'NEEDS_ATTENTION' });
    expect(outcome.reason).toBe(
      'recreated, but different: 3 partitions instead of 2; replication factor 2 instead of 1; unexpected settings: segment.bytes',
    );
    expect(states).toEqual(['needs-attention']);
  });

  it('a topic that exists again under another id with a replica more in one partition needs people', async () => {
    const { outcome } = await resumed({
      prepare: (kafka) => {
        another({ configs: { 'retention.ms': '5000' } })(kafka);
        Object.assign(kafka.topics.get(topic) ?? {}, { placed: [[1], [1, 2]] });
      },
    });

    expect(outcome.reason).toBe('recreated, but different: 2 replicas of partition 1 instead of 1');
  });

  it('a topic that exists again under another id than that of its creation is somebody else’s', async () => {
    const { outcome } = await resumed({
      prepare: (kafka) => {
        kafka.after = ({ method }) => {
          if (method === 'createTopic') another({ configs: { 'retention.ms': '5000' } })(kafka);
          return undefined;
        };
      },
    });

    expect(outcome.reason).toBe('deleted; somebody else recreated it first, with nothing to repair');
    expect(recreatedText(['set x'], true)).toBe('deleted; somebody else recreated it first, then repaired: set x');
  });

  it.each<[what: string, answer: ReturnType<typeof refusedAnswer>, isRead: boolean]>([
    ['not now', refusedAnswer('LATE', true), true],
    ['not yet', refusedAnswer('UNKNOWN_TOPIC_OR_PARTITION'), true],
    ['not at all', refusedAnswer('TOPIC_AUTHORIZATION_FAILED'), false],
  ])('a topic that exists again under another id and whose settings can be read %s', async (_, answer, isRead) => {
    let looks = 0;
    const { outcome } = await resumed({
      prepare: (kafka) => {
        another({ configs: { 'retention.ms': '5000' } })(kafka);
        const { topicConfigs } = kafka.admin;
        kafka.admin.topicConfigs = async (names) =>
          ++looks < 3 || !isRead ? new Map([[topic, answer]]) : topicConfigs(names);
      },
    });

    expect(outcome.outcome).toBe(isRead ? 'recreated' : 'failed');
    expect(looks).toBe(isRead ? 3 : 1);
    if (!isRead) expect(outcome.reason).toMatch(/^recreated, but different: cannot read its settings: ./);
  });

  it.each<[code: string, retryable: boolean, outcome: string]>([
    ['LATE', true, 'recreated'],
    ['INVALID_PARTITIONS', false, 'recreated'],
    ['POLICY_VIOLATION', false, 'failed'],
  ])(
    'a topic that exists again under another id and is refused what it lacks with %s (retryable: %s)',
    async (code, retryable, expected) => {
      const { outcome } = await resumed({
        prepare: (kafka) => {
          another({ partitions: 1, configs: { 'retention.ms': '5000' } })(kafka);
          refusing('addPartitions', code, { times: expected === 'recreated' ? 2 : 1_000, retryable })(kafka);
        },
      });

      expect(outcome.outcome).toBe(expected);
    },
  );

  it('a topic that exists again under another id says all that is foreign to it, and all that was set', async () => {
    const configs = { 'retention.ms': '5000', 'segment.bytes': '7', 'max.message.bytes': '9' };
    const foreign = await resumed({ prepare: another({ configs }) });
    const two = { partitions: 2, replicationFactor: 1, overrides: { 'retention.ms': '5000', 'segment.bytes': '7' } };
    const lacking = await resumed({ prepare: another({}), its: { shape: two } });

    expect(foreign.outcome.reason).toBe(
      'recreated, but different: unexpected settings: segment.bytes, max.message.bytes',
    );
    expect(lacking.outcome.reason).toBe('deleted and recreated, then repaired: set retention.ms, segment.bytes');
  });

  it('a topic that exists again under another id says why the cluster refuses what it lacks', async () => {
    const { outcome } = await resumed({
      prepare: (kafka) => {
        another({ partitions: 1, configs: { 'retention.ms': '5000' } })(kafka);
        refusing('addPartitions', 'POLICY_VIOLATION')(kafka);
      },
    });

    expect(outcome.reason).toMatch(/^recreated, but different: POLICY_VIOLATION: /);
  });

  it.each<[what: string, code: string]>([
    ['too late', 'LATE'],
    ['because it is there by now', 'INVALID_PARTITIONS'],
  ])('a topic that exists again under another id was not repaired by what was refused %s', async (_, code) => {
    const { outcome } = await resumed({
      prepare: (kafka) => {
        another({ partitions: 1, configs: { 'retention.ms': '5000' } })(kafka);
        const { addPartitions } = kafka.admin;
        let asked = 0;
        kafka.admin.addPartitions = async (...call) => {
          asked += 1;
          if (asked > 1) return addPartitions(...call);
          return refusedAnswer(code, code === 'LATE');
        };
      },
    });

    expect(outcome.reason).toBe('deleted and recreated, then repaired: grown from 1 to 2 partitions');
  });

  it('a topic that exists again under another id is read once more where the cluster says nothing of its settings', async () => {
    const { outcome } = await resumed({
      prepare: (kafka) => {
        another({ configs: { 'retention.ms': '5000' } })(kafka);
        const { topicConfigs } = kafka.admin;
        let asked = 0;
        kafka.admin.topicConfigs = async (names) => (++asked === 1 ? new Map() : topicConfigs(names));
      },
    });

    expect(outcome).toEqual({ topic, outcome: 'recreated', reason: 'deleted and recreated with the same settings' });
  });
});
