// In which order a plan is carried out, how many tasks at once, and what becomes of the others when one of them fails.
import { describe, expect, it } from 'vitest';
import { performPhases } from '#cleanup/execute/perform.ts';
import type { RunContext } from '#cleanup/execute/run-context.ts';
import { phasesOf, type Task } from '#cleanup/execute/tasks.ts';
import type { PlannedTopic } from '#core/cleanup.ts';
import { OperationError } from '#core/errors.ts';
import { cleanupOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

const planned = (
  topic: string,
  action: PlannedTopic['action'] = 'truncate',
  partitions = 1,
  bytes: PlannedTopic['bytes'] = 10,
) =>
  ({
    ...{ topic, action, reason: 'r', bytes },
    cuts: Array.from({ length: partitions }, (_, partition) => ({ partition, start: '0', upTo: '5' })),
  }) as unknown as PlannedTopic;

const surroundings = ({ renews = () => true }: { renews?: () => boolean } = {}) => {
  const kafka = memoryKafka();
  const its = cleanupOf(kafka.admin);
  const lease = { holder: 'h', renew: async () => renews(), release: async () => {} };
  const context = {
    cluster: 'cluster-one',
    run: 'run-1',
    lease,
    emptied: { topics: 0, bytes: 0 },
  } as unknown as RunContext;
  return { ...its, context, kafka };
};

describe('the phases of a plan', () => {
  const { context, deps } = surroundings();
  const named = (topics: readonly PlannedTopic[]) =>
    phasesOf(topics, new Map(), context, deps).map(({ tasks, concurrency }) => [
      tasks.map((task) => task.topics.map(({ topic }) => topic)),
      concurrency,
    ]);

  it('the phases of a plan are truncations, then recreations, many at once, then definitions; what is left is in none', () => {
    const topics = [
      ...[planned('a', 'create'), planned('b', 'recreate'), planned('c'), planned('d', 'change'), planned('e', 'skip')],
      ...[planned('f', 'recreate'), planned('g')],
    ];

    expect(named(topics)).toEqual([
      [[['c', 'g']], 1],
      [[['b'], ['f']], 16],
      [[['a'], ['d']], 1],
    ]);
  });

  it('the phases of a plan truncate 250 topics at once, or 3,000 partitions', () => {
    const sizes = (topics: readonly PlannedTopic[]) =>
      phasesOf(topics, new Map(), context, deps)[0]?.tasks.map((task) => task.topics.length);
    const many = (count: number, partitions: number) =>
      Array.from({ length: count }, (_, index) => planned(`t${index}`, 'truncate', partitions));

    expect(sizes(many(505, 1))).toEqual([250, 250, 5]);
    expect(sizes(many(7, 1_000))).toEqual([3, 3, 1]);
    expect(sizes(many(2, 1_501))).toEqual([1, 1]);
    expect(sizes([planned('big', 'truncate', 5_000), ...many(2, 1)])).toEqual([1, 2]);
  });
});

describe('the tasks of a phase', () => {
  const silence = new OperationError('UNAVAILABLE', 'no broker answers', { awsCode: 'NETWORK' });
  const truncated = (topic: string) => ({ topic, outcome: 'truncated', reason: 'r' }) as const;
  const task = (topic: PlannedTopic, act: Task['act'] = async () => [truncated(topic.topic)]): Task => ({
    topics: [topic],
    act,
  });

  it('the tasks of a phase are told one by one, with bytes as far as they are known, and their outcomes are stored', async () => {
    const its = surroundings();
    const tasks = [task(planned('a')), task(planned('b', 'truncate', 1, 'unknown')), task(planned('c'))];
    const outcomes = await performPhases([{ tasks, concurrency: 1 }], undefined, its.context, its.deps);

    expect(outcomes.map(({ topic }) => topic)).toEqual(['a', 'b', 'c']);
    expect(its.progress).toEqual([
      { topicsDone: 1, topics: 3, bytesDone: 10, bytes: 20, topic: 'a' },
      { topicsDone: 2, topics: 3, bytesDone: 10, bytes: 20, topic: 'b' },
      { topicsDone: 3, topics: 3, bytesDone: 20, bytes: 20, topic: 'c' },
    ]);
    expect((await its.store.outcomes('cluster-one', 'run-1')).map(({ topic }) => topic).toSorted()).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('the tasks of a phase are done so many at once, and no more', async () => {
    const its = surroundings();
    let atWork = 0;
    let most = 0;
    const slow = (name: string): Task =>
      task(planned(name), async () => {
        most = Math.max(most, ++atWork);
        await new Promise((resolve) => setImmediate(resolve));
        atWork--;
        return [truncated(name)];
      });
    const tasks = ['a', 'b', 'c', 'd', 'e'].map(slow);
    const outcomes = await performPhases([{ tasks, concurrency: 2 }], undefined, its.context, its.deps);

    expect([most, outcomes.length]).toEqual([2, 5]);
  });

  it('the tasks of a phase after one whose cluster fell silent are not begun, nor are later phases', async () => {
    const its = surroundings();
    const failing = task(planned('a'), async () => Promise.reject(silence));
    const phases = [
      { tasks: [failing, task(planned('b'))], concurrency: 1 },
      { tasks: [task(planned('c'))], concurrency: 1 },
    ];

    expect(await performPhases(phases, undefined, its.context, its.deps)).toEqual([
      {
        topic: 'a',
        outcome: 'failed',
        reason: 'result unknown: no broker answers. Resume the run',
        errorCode: 'NETWORK',
      },
      { topic: 'b', outcome: 'not-started', reason: 'not started because of an earlier failure: no broker answers' },
      { topic: 'c', outcome: 'not-started', reason: 'not started because of an earlier failure: no broker answers' },
    ]);
  });

  it('the tasks of a phase after one that has a bug are not begun, and the bug is thrown', async () => {
    const its = surroundings();
    let begun = 0;
    const buggy = task(planned('a'), async () => Promise.reject(new TypeError('a bug')));
    const next = task(planned('b'), async () => {
      begun++;
      return [truncated('b')];
    });

    await expect(
      performPhases([{ tasks: [buggy, next], concurrency: 1 }], undefined, its.context, its.deps),
    ).rejects.toThrow('a bug');
    expect(begun).toBe(0);
  });

  it.each<[what: string, renews: boolean, leftMs: number, stop: string | undefined, reason: string]>([
    ['with a reason to stop', true, 1e9, 'x is in the way', 'x is in the way'],
    ['that lost their lease', false, 1e9, undefined, 'another process took over this cluster'],
    ['without time', true, 89_999, undefined, 'not enough time left: resume the run'],
  ])('the tasks of a phase %s are not begun', async (_, renews, leftMs, stop, reason) => {
    const its = surroundings({ renews: () => renews });
    its.endIn(leftMs);

    expect(await performPhases([{ tasks: [task(planned('a'))], concurrency: 1 }], stop, its.context, its.deps)).toEqual(
      [{ topic: 'a', outcome: 'not-started', reason }],
    );
  });

  it('the tasks of a phase are begun with just the time that is kept', async () => {
    const its = surroundings();
    its.endIn(90_000);

    expect(
      await performPhases([{ tasks: [task(planned('a'))], concurrency: 1 }], undefined, its.context, its.deps),
    ).toMatchObject([{ outcome: 'truncated' }]);
  });
});

type Answers = (partition: number) => { readonly kind: string; readonly value?: bigint } | undefined;

describe('a topic whose truncation the brokers answer', () => {
  const executed = async (answers: Answers) => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 10, partitions: 3 });
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    const { deleteRecords } = kafka.admin;
    // What is not answered well is not carried out, but for the replicas that follow.
    kafka.admin.deleteRecords = async (upTo) => {
      const isMade = (partition: number) => (answers(partition) ?? { kind: 'known' }).kind === 'known';
      const made = await deleteRecords(upTo.filter(({ partition }) => isMade(partition)));
      const all = [...made, ...upTo.filter(({ partition }) => !isMade(partition))];
      return all.flatMap((one) => {
        const answer = answers(one.partition) ?? ('answer' in one ? one.answer : undefined);
        return answer === undefined || answer.kind === 'gone' ? [] : [{ ...one, answer: answer as never }];
      });
    };
    return topicIn(await run.execute(planHash), 'orders.new');
  };

  it.each<[what: string, answers: Answers, outcome: string, reason: string | RegExp, code?: string]>([
    ['in full', () => undefined, 'truncated', 'all records from before the plan are deleted'],
    [
      'before replicas have followed',
      (partition) => (partition < 2 ? { kind: 'known', value: 9n } : undefined),
      'truncated',
      'all records from before the plan are deleted; replicas of 2 partitions are still catching up',
    ],
    [
      'with a refusal of one partition',
      (partition) => (partition === 1 ? refusedAnswer('OFFSET_OUT_OF_RANGE') : undefined),
      'failed',
      '1 of 3 partitions were not truncated, the others were: OFFSET_OUT_OF_RANGE, it ends before the offset of the plan: plan again',
      'OFFSET_OUT_OF_RANGE',
    ],
    [
      'with a policy that forbids it',
      () => refusedAnswer('POLICY_VIOLATION'),
      'failed',
      /^3 of 3 .*its cleanup\.policy forbids it: plan again$/,
      'POLICY_VIOLATION',
    ],
    [
      'with a permission that is missing',
      () => refusedAnswer('TOPIC_AUTHORIZATION_FAILED'),
      'failed',
      /missing permission kafka-cluster:DeleteTopic for it$/,
      'TOPIC_AUTHORIZATION_FAILED',
    ],
    ['with something else', () => refusedAnswer('ODD_ERROR'), 'failed', /ODD_ERROR, odd error$/, 'ODD_ERROR'],
    [
      'for some partitions only',
      (partition) => (partition === 2 ? { kind: 'gone' } : undefined),
      'failed',
      /UNKNOWN_SERVER_ERROR/,
      'UNKNOWN_SERVER_ERROR',
    ],
  ])('a topic whose truncation the brokers answer %s says so', async (_, answers, outcome, reason, code) => {
    const found = await executed(answers);

    expect(found.outcome).toBe(outcome);
    if (typeof reason === 'string') expect(found.reason).toBe(reason);
    else expect(found.reason).toMatch(reason);
    expect(found.errorCode).toBe(code);
  });
});

describe('what a plan does nothing about', () => {
  it('what a plan does nothing about has its outcome from the plan', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.empty', {});
    kafka.add('orders.compact', { records: 5, configs: { 'cleanup.policy': 'compact' } });
    kafka.add('orders.lost', { records: 5 });
    kafka.add('orders.new', { records: 5 });
    const [log] = kafka.topics.get('orders.lost')?.logs ?? [];
    if (log) log.leader = undefined;
    const run = cleanupOf(kafka.admin);
    const report = await run.execute((await run.plan(rulesOf())).planHash);

    expect(report.topics.map(({ topic, action, outcome, errorCode }) => [topic, action, outcome, errorCode])).toEqual([
      ['orders.compact', 'skip', 'skipped', undefined],
      ['orders.empty', 'already-empty', 'already-empty', undefined],
      ['orders.lost', 'refuse', 'skipped', 'NOT_SAFE'],
      ['orders.new', 'truncate', 'truncated', undefined],
    ]);
  });

  it('what a plan was to recreate and could not be created is rehearsed with its own name, too', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 5 });
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    kafka.before = ({ method, about }) =>
      method === 'createTopic' && about === 'orders.new (validate)'
        ? refusedAnswer('TOPIC_AUTHORIZATION_FAILED')
        : undefined;

    expect(topicIn(await run.execute(planHash), 'orders.new')).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/^unchanged: the cluster would refuse to recreate it: ./),
      errorCode: 'TOPIC_AUTHORIZATION_FAILED',
    });
  });

  it('what a plan was to recreate and whose end cannot be read is left alone', async () => {
    const kafka = memoryKafka();
    kafka.add('orders.new', { records: 5 });
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    const { offsets } = kafka.admin;
    let looks = 0;
    kafka.admin.offsets = async (of, at) =>
      (await offsets(of, at)).map((one) =>
        at === 'latest' && ++looks > 4 && one.partition === 1 ? { ...one, answer: refusedAnswer('LATE', true) } : one,
      );

    expect(topicIn(await run.execute(planHash), 'orders.new')).toMatchObject({
      outcome: 'skipped',
      errorCode: 'TOPIC_IN_USE',
    });
  });
});
