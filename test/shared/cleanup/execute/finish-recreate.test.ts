// Deleting a topic and making it again, from wherever somebody left it: each case begins with what the cluster says of it.
import { describe, expect, it } from 'vitest';
import { specOf } from '#cleanup/execute/rehearsal.ts';
import { type MemoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';
import { finished, manifest, refusing, shape, topic, unchanged } from './recreations.ts';

describe('a topic that is to be recreated', () => {
  it('a topic that is to be recreated is deleted, created, looked at, and its manifest is closed', async () => {
    const { outcome, saved, made, pauses } = await finished({});

    expect(outcome).toEqual({ topic, outcome: 'recreated', reason: 'deleted and recreated with the same settings' });
    expect(saved).toEqual([{ ...manifest, state: 'done', repaired: [] }]);
    expect(made).toEqual(['deleteTopic', 'createTopic']);
    expect(pauses).toEqual([0, 200]);
  });

  it('a topic that is to be recreated is left as it is for a reason, and its manifest is abandoned', async () => {
    const { outcome, states, made } = await finished({ ports: { whyNotDelete: async () => unchanged } });

    expect([outcome, states, made]).toEqual([unchanged, ['abandoned'], []]);
  });

  it('a topic that is to be recreated and that somebody else deleted stays deleted', async () => {
    const { outcome, states, made } = await finished({ isThere: false });

    expect(outcome).toEqual({
      topic,
      outcome: 'skipped',
      reason: 'unchanged: somebody else deleted it, so this run does not recreate it',
      errorCode: 'TOPIC_GONE',
    });
    expect([states, made]).toEqual([['abandoned'], []]);
  });

  it('a topic that is to be recreated and that the cluster does not let go is as it was', async () => {
    const { outcome, states, made } = await finished({
      prepare: refusing('deleteTopic', 'TOPIC_AUTHORIZATION_FAILED'),
    });

    expect(outcome).toMatchObject({ outcome: 'failed', errorCode: 'TOPIC_AUTHORIZATION_FAILED' });
    expect(outcome.reason).toMatch(/^not deleted, unchanged: ./);
    expect([states, made]).toEqual([['abandoned'], ['deleteTopic']]);
  });

  it.each([
    ['the answer to its deletion is lost', 'deleteTopic', 'LATE', true],
    ['the answer to its creation is lost', 'createTopic', 'LATE', true],
    ['its deletion takes time', 'createTopic', 'TOPIC_ALREADY_EXISTS', false],
    ['brokers do not know each other', 'createTopic', 'UNKNOWN_TOPIC_OR_PARTITION', false],
    ['the deletion is already known', 'deleteTopic', 'UNKNOWN_TOPIC_ID', false],
  ])('a topic that is to be recreated is brought to its end when %s', async (_, method, code, retryable) => {
    const { outcome, states, kafka } = await finished({ prepare: refusing(method, code, { times: 1, retryable }) });

    expect([outcome.outcome, states]).toEqual(['recreated', ['done']]);
    expect(kafka.records(topic)).toBe(0);
  });

  it('a topic that is to be recreated is waited for ever longer, and at last given up for now', async () => {
    const { outcome, states, pauses } = await finished({ prepare: refusing('createTopic', 'TOPIC_ALREADY_EXISTS') });

    expect(outcome).toEqual({
      topic,
      outcome: 'failed',
      reason: 'not enough time left to confirm that it exists again. Resume the run now',
      errorCode: 'INTERRUPTED',
    });
    expect(states).toEqual([]);
    expect(pauses.slice(0, 8)).toEqual([0, 200, 400, 800, 1_600, 3_200, 4_000, 4_000]);
    expect(pauses).toHaveLength(90);
  });

  it('a topic that is to be recreated is not begun where there is no time', async () => {
    const { outcome, states, made } = await finished({ ports: { mayGoOn: async () => false } });

    expect(outcome).toEqual({
      ...{ topic, outcome: 'not-started', reason: 'not deleted: not enough time left. Resume the run' },
    });
    expect([states, made]).toEqual([[], []]);
  });

  it('a topic that is to be recreated and may be deleted already is a failure where there is no time', async () => {
    const { outcome } = await finished({ ports: { mayGoOn: async () => false, mayBeDeleted: true } });

    expect(outcome).toMatchObject({ outcome: 'failed', errorCode: 'INTERRUPTED' });
  });
});

describe('a topic that is deleted', () => {
  it('a topic that is deleted and that the cluster refuses to create is said loudly, and stays open', async () => {
    const { outcome, states } = await finished({ prepare: refusing('createTopic', 'POLICY_VIOLATION') });

    expect(outcome).toMatchObject({ outcome: 'failed', errorCode: 'POLICY_VIOLATION' });
    expect(outcome.reason).toMatch(
      /^DELETED AND NOT YET RECREATED: the cluster refuses it: .*\. Fix that, then resume the run$/,
    );
    expect(states).toEqual([]);
  });

  it('a topic that is deleted and that is always denied is to be created by hand, with its shape', async () => {
    const { outcome, states } = await finished({ prepare: refusing('createTopic', 'DENIED_TOPIC') });

    expect(outcome).toEqual({
      topic,
      outcome: 'failed',
      errorCode: 'DENIED_TOPIC',
      reason: `deleted and not recreated: denied topic. Create it by hand: ${JSON.stringify(specOf(topic, shape))}`,
    });
    expect(states).toEqual(['needs-attention']);
  });
});

describe('a topic that a dead process may have deleted', () => {
  const mayBeDeleted = { mayBeDeleted: true, whyNotDelete: async () => unchanged };

  it('a topic that a dead process may have deleted is created where it is gone', async () => {
    const { outcome, made, states } = await finished({ isThere: false, ports: mayBeDeleted });

    expect([outcome.outcome, made, states]).toEqual(['recreated', ['createTopic'], ['done']]);
  });

  it('a topic that a dead process may have deleted is left as it is once its deletion had the time to show', async () => {
    const { outcome, states, pauses } = await finished({ ports: mayBeDeleted });

    expect([outcome, states, pauses]).toEqual([unchanged, ['abandoned'], [0, 1_500]]);
  });

  it.each<[what: string, change: (kafka: MemoryKafka) => void]>([
    ['it goes meanwhile', (kafka) => void kafka.topics.delete(topic)],
    [
      'one of its partitions has no leader meanwhile',
      (kafka) => {
        const log = kafka.topics.get(topic)?.logs[1];
        if (log) log.leader = undefined;
      },
    ],
  ])('a topic that a dead process may have deleted is looked at again where %s', async (_, change) => {
    const kafkas: MemoryKafka[] = [];
    let watched = 0;
    const { outcome } = await finished({
      prepare: (kafka) => void kafkas.push(kafka),
      ports: {
        ...mayBeDeleted,
        pause: async (ms) => {
          const [kafka] = kafkas;
          if (ms === 1_500 && kafka) {
            watched++;
            if (watched === 1) change(kafka);
            else for (const log of kafka.topics.get(topic)?.logs ?? []) log.leader = 1;
          }
        },
      },
    });

    expect(watched).toBeGreaterThan(0);
    expect(outcome.outcome).toBe(watched === 1 ? 'recreated' : 'skipped');
  });
});

describe('what a cluster says of a topic', () => {
  /** The first looks are answered otherwise. */
  const answering = (answers: readonly (ReturnType<typeof refusedAnswer> | undefined)[]) => (kafka: MemoryKafka) => {
    const { topics } = kafka.admin;
    let looks = 0;
    kafka.admin.topics = async (names) => {
      if (looks >= answers.length) return topics(names);
      const answer = answers[looks++];
      return answer ? new Map([[topic, answer]]) : new Map();
    };
  };

  it('what a cluster says of a topic is asked again where it says nothing certain', async () => {
    const { outcome, pauses } = await finished({ prepare: answering([refusedAnswer('LATE', true)]) });

    expect([outcome.outcome, pauses.length]).toEqual(['recreated', 3]);
  });

  it('what a cluster says of a topic may be nothing at all: then it is gone', async () => {
    const { outcome, made } = await finished({
      isThere: false,
      prepare: answering([undefined]),
      ports: { mayBeDeleted: true },
    });

    expect([outcome.outcome, made]).toEqual(['recreated', ['createTopic']]);
  });

  it.each<[what: string, then: (kafka: MemoryKafka) => void]>([
    [
      'nothing',
      (kafka) => {
        kafka.topics.delete(topic);
        answering([undefined])(kafka);
      },
    ],
    ['another id', (kafka) => void kafka.add(topic, { configs: { 'retention.ms': '5000' } })],
  ])('what a cluster says of a topic after the watch over its deletion is %s: then it was deleted', async (_, then) => {
    const kafkas: MemoryKafka[] = [];
    const { states } = await finished({
      prepare: (kafka) => void kafkas.push(kafka),
      ports: {
        ...{ mayBeDeleted: true, whyNotDelete: async () => unchanged },
        pause: async (ms) => {
          if (ms === 1_500) for (const kafka of kafkas) then(kafka);
        },
      },
    });

    expect(states).toEqual(['done']);
  });

  it('what a cluster says of a topic whose deletion was not answered does not let it be compared again', async () => {
    let asked = 0;
    const { outcome, made } = await finished({
      prepare: refusing('deleteTopic', 'REQUEST_TIMED_OUT', { times: 1, retryable: true }),
      ports: {
        whyNotDelete: async () => {
          asked += 1;
          return asked > 1 ? unchanged : undefined;
        },
      },
    });

    expect([outcome.outcome, asked]).toEqual(['recreated', 1]);
    expect(made).toEqual(['deleteTopic', 'deleteTopic', 'createTopic']);
  });

  it('what a cluster is asked is to create a topic, not to validate that', async () => {
    const options: unknown[] = [];
    await finished({
      prepare: (kafka) => {
        const { createTopic } = kafka.admin;
        kafka.admin.createTopic = async (spec, how) => {
          options.push(how);
          return createTopic(spec, how);
        };
      },
    });

    expect(options).toEqual([{ validateOnly: false }]);
  });
});
