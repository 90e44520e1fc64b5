// What an inspection makes of an outcome, when the topic is looked at again.
import { describe, expect, it } from 'vitest';
import { inspect } from '#cleanup/plan/inspect.ts';
import type { TopicOutcome } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { cleanupOf, recreating, rulesOf } from '#test/support/cleanups.ts';
import { type MemoryKafka, memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

const outcome = (kind: TopicOutcome['outcome'], more: Partial<TopicOutcome> = {}): TopicOutcome => ({
  topic: 'orders.new',
  outcome: kind,
  reason: 'done',
  ...more,
});
const logsOf = (kafka: MemoryKafka) => kafka.topics.get('orders.new')?.logs ?? [];
const emptied = (kafka: MemoryKafka): void => {
  for (const log of logsOf(kafka)) log.start = log.end;
};
const freed = (kafka: MemoryKafka): void => {
  emptied(kafka);
  kafka.settle();
};

/** `orders.new` with 50 records in each of two partitions: planned, then the world changes, then it is inspected. */
const inspected = async (
  found: TopicOutcome,
  change: (kafka: MemoryKafka) => void,
  { rules = rulesOf(), isEarlier = false, before = (_: MemoryKafka): void => undefined } = {},
) => {
  const kafka = memoryKafka();
  kafka.add('orders.new', { records: 50 });
  kafka.add('payments', { records: 1 });
  before(kafka);
  const run = cleanupOf(kafka.admin);
  const { run: id } = await run.plan(rules);
  const plan = await run.store.readPlan('cluster-one', id ?? '');
  if (!plan) throw new Error('no plan');
  change(kafka);
  const others = [{ name: 'payments', id: 'id-2' }];
  const all = isEarlier ? { earlier: [found], now: [] } : { earlier: [], now: [found] };
  return inspect(plan, all, others, { admin: kafka.admin });
};

const anew = (kafka: MemoryKafka): void => void kafka.add('orders.new', { records: 3 });
const notAsItShouldBe = (reason: string) => [
  { topic: 'orders.new', outcome: 'failed', reason, errorCode: 'NOT_AS_IT_SHOULD_BE' },
];
const pending =
  'logically empty; brokers free closed segments up to six minutes later, and new records may have arrived: verify later';
const behind = (what: string) => `${what} before the offset of the plan, or cannot be read`;

describe('a truncated topic', () => {
  it('a truncated topic is as it should be when its bytes are gone', async () => {
    const { outcomes, bytesAfter, untouched, warnings } = await inspected(outcome('truncated'), freed);

    expect(outcomes).toEqual([outcome('truncated')]);
    expect([...bytesAfter]).toEqual([['orders.new', 0]]);
    expect(untouched).toEqual({ topics: 1, changed: [] });
    expect(warnings).toEqual([]);
  });

  it('a truncated topic is as it should be when its replicas moved to other brokers meanwhile', async () => {
    const moved = (kafka: MemoryKafka): void => {
      freed(kafka);
      Object.assign(kafka.topics.get('orders.new') ?? {}, { placed: [[2], [3]] });
    };

    expect((await inspected(outcome('truncated'), moved)).outcomes).toEqual([outcome('truncated')]);
  });

  it.each(['truncated', 'pending-physical'] as const)(
    'a truncated topic that was %s is pending while its bytes are there',
    async (kind) => {
      const { outcomes, bytesAfter } = await inspected(outcome(kind), emptied);

      expect(outcomes).toEqual([{ topic: 'orders.new', outcome: 'pending-physical', reason: pending }]);
      expect([...bytesAfter]).toEqual([['orders.new', 10_000]]);
    },
  );

  it('a truncated topic that was pending is truncated once its bytes are gone', async () => {
    expect((await inspected(outcome('pending-physical'), freed)).outcomes).toEqual([outcome('truncated')]);
  });

  it.each([
    ['before', (kafka: MemoryKafka) => Object.assign(kafka.capabilities, { describeLogDirs: false }), emptied],
    [
      'afterwards',
      () => undefined,
      (kafka: MemoryKafka) => {
        emptied(kafka);
        kafka.capabilities.describeLogDirs = false;
      },
    ],
  ])('a truncated topic counts as truncated where its size is unknown %s', async (_, before, change) => {
    expect((await inspected(outcome('pending-physical'), change, { before })).outcomes).toEqual([outcome('truncated')]);
  });

  it.each<[what: string, change: (kafka: MemoryKafka) => void, reason: string]>([
    ['both its partitions begin too early', () => undefined, behind('2 partitions still begin')],
    [
      'one of them does',
      (kafka) => {
        const [log] = logsOf(kafka);
        if (log) log.start = log.end;
      },
      behind('1 partition still begins'),
    ],
    [
      'one of its partitions got a replica more',
      (kafka) => {
        freed(kafka);
        Object.assign(kafka.topics.get('orders.new') ?? {}, { placed: [[1], [1, 2]] });
      },
      '2 replicas of partition 1 instead of 1',
    ],
    ['it was made anew', anew, 'its id is id-3 instead of id-1: somebody recreated it'],
    [
      'it is gone',
      (kafka) => void kafka.topics.delete('orders.new'),
      'it does not exist, or the cluster does not report it',
    ],
    [
      'cannot read its settings, and it is not empty',
      (kafka) => {
        kafka.before = ({ method }) =>
          method === 'topicConfigs' ? (new Map([['orders.new', refusedAnswer('DENIED')]]) as never) : undefined;
      },
      `${behind('2 partitions still begin')}; cannot read and compare its settings`,
    ],
    [
      'its offsets cannot be read',
      (kafka) => {
        kafka.before = ({ method }) => (method === 'offsets' ? ([] as never) : undefined);
      },
      behind('2 partitions still begin'),
    ],
  ])('a truncated topic is not as it should be when %s', async (_, change, reason) => {
    expect((await inspected(outcome('truncated'), change)).outcomes).toEqual(notAsItShouldBe(reason));
  });

  it('a truncated topic of an earlier process may have been changed since, which is a warning', async () => {
    const { outcomes, warnings } = await inspected(outcome('truncated'), anew, { isEarlier: true });

    expect(outcomes).toEqual([outcome('truncated')]);
    expect(warnings).toEqual([
      'orders.new changed after the run had processed it: its id is id-3 instead of id-1: somebody recreated it',
    ]);
  });

  it('a truncated topic of an earlier process that holds records of the plan is not as it should be', async () => {
    const { outcomes, warnings } = await inspected(outcome('truncated'), () => undefined, { isEarlier: true });

    expect(outcomes).toEqual(notAsItShouldBe(behind('2 partitions still begin')));
    expect(warnings).toEqual([]);
  });

  it('a truncated topic of an earlier process that is gone since stays done', async () => {
    const { outcomes, warnings } = await inspected(
      outcome('truncated'),
      (kafka) => void kafka.topics.delete('orders.new'),
      { isEarlier: true },
    );

    expect(outcomes).toEqual([outcome('truncated')]);
    expect(warnings).toHaveLength(1);
  });
});

describe('a recreated topic', () => {
  it('a recreated topic is as it should be with another id and its shape, whatever its offsets are', async () => {
    expect((await inspected(outcome('recreated'), anew, { rules: recreating() })).outcomes).toEqual([
      outcome('recreated'),
    ]);
  });

  it.each<[what: string, change: (kafka: MemoryKafka) => void, reason: string]>([
    ['has its old id', emptied, 'it still has its old id'],
    [
      'has another shape',
      (kafka) => void kafka.add('orders.new', { partitions: 5, configs: { 'retention.ms': '1' } }),
      '5 partitions instead of 2; settings retention.ms=1 instead of none',
    ],
  ])('a recreated topic is not as it should be when it %s', async (_, change, reason) => {
    expect((await inspected(outcome('recreated'), change, { rules: recreating() })).outcomes).toEqual(
      notAsItShouldBe(reason),
    );
  });
});

const fourPartitions = { name: 'orders.new', partitions: 4, replicationFactor: 1, configs: {} };

describe('a failed truncation', () => {
  const lost = outcome('failed', { reason: 'time-out', errorCode: 'REQUEST_TIMED_OUT' });

  it('a failed truncation that the brokers had done all the same is truncated, and says so', async () => {
    const reason = 'all records from before the plan are deleted, although the answer was REQUEST_TIMED_OUT';

    expect((await inspected(lost, freed)).outcomes).toEqual([outcome('truncated', { reason })]);
    const { errorCode: _, ...silent } = lost;
    expect((await inspected(silent, freed)).outcomes[0]?.reason).toBe(
      'all records from before the plan are deleted, although the answer was lost',
    );
  });

  it.each<[what: string, change: (kafka: MemoryKafka) => void]>([
    ['nothing of it was done', () => undefined],
    ['the topic was made anew', (kafka) => void kafka.add('orders.new')],
    ['the topic is gone', (kafka) => void kafka.topics.delete('orders.new')],
  ])('a failed truncation stays failed when %s', async (_, change) => {
    const { outcomes, bytesAfter } = await inspected(lost, change);

    expect(outcomes).toEqual([lost]);
    expect([...bytesAfter]).toEqual([]);
  });

  it('a failed truncation stays failed of what was to be recreated', async () => {
    expect((await inspected(lost, freed, { rules: recreating() })).outcomes).toEqual([lost]);
  });

  it.each<[what: string, rules: CleanupRules, change: (kafka: MemoryKafka) => void]>([
    ['has another shape', rulesOf(), (kafka) => kafka.topics.get('orders.new')?.configs.set('retention.ms', '1')],
    ['is not changed yet as it is defined', rulesOf({ topics: [fourPartitions], applyDefinitions: true }), () => {}],
  ])('a failed truncation says that its records are gone where the topic %s', async (_, rules, change) => {
    const { outcomes } = await inspected(lost, (kafka) => void [freed(kafka), change(kafka)], { rules });

    expect(outcomes).toEqual([
      { ...lost, reason: 'time-out; looked at again: all records from before the plan are deleted' },
    ]);
  });

  it('a failed truncation is the only outcome that is looked at besides those that were carried out', async () => {
    for (const kind of ['skipped', 'not-started', 'already-empty'] as const)
      expect((await inspected(outcome(kind), freed)).outcomes).toEqual([outcome(kind)]);
  });
});

describe('a definition that was not answered', () => {
  const lost = outcome('failed', { reason: 'time-out', errorCode: 'REQUEST_TIMED_OUT' });
  const rules = rulesOf({ prefixes: [], topics: [fourPartitions], applyDefinitions: true });
  const nothing = (kafka: MemoryKafka): void => void kafka.topics.delete('orders.new');
  const created = (kafka: MemoryKafka): void => void kafka.add('orders.new', { partitions: 4 });

  it.each<[what: string, before: (kafka: MemoryKafka) => void, kind: TopicOutcome['outcome']]>([
    ['created', nothing, 'created'],
    ['changed', () => {}, 'changed'],
  ])('a definition that was not answered is looked at again: the topic was %s', async (_, before, kind) => {
    const { outcomes } = await inspected(lost, created, { rules, before });

    expect(outcomes).toEqual([
      outcome(kind, { reason: 'exists as defined, although the answer was REQUEST_TIMED_OUT' }),
    ]);
  });

  it.each<[what: string, before: (kafka: MemoryKafka) => void]>([
    ['is still missing', nothing],
    ['is still as it was', () => {}],
  ])('a definition that was not answered stays failed where the topic %s', async (_, before) => {
    expect((await inspected(lost, () => {}, { rules, before })).outcomes).toEqual([lost]);
  });
});

describe('a definition that was applied', () => {
  const rules = rulesOf({
    topics: [{ name: 'orders.new', partitions: 4, replicationFactor: 1, configs: { 'retention.ms': '9' } }],
    applyDefinitions: true,
  });

  it('a definition that was applied is part of the shape that is expected', async () => {
    const applied = (kafka: MemoryKafka): void => {
      freed(kafka);
      kafka.topics.get('orders.new')?.configs.set('retention.ms', '9');
      while (logsOf(kafka).length < 4) logsOf(kafka).push({ start: 0n, end: 0n, leader: 1, bytesEach: 1, kept: 0n });
    };

    expect((await inspected(outcome('truncated'), applied, { rules })).outcomes).toEqual([outcome('truncated')]);
    expect((await inspected(outcome('truncated'), freed, { rules })).outcomes).toEqual(
      notAsItShouldBe('2 partitions instead of 4; settings none instead of retention.ms=9'),
    );
  });
});

describe('what the run had nothing to do with', () => {
  it('what the run had nothing to do with is told when it changed, but not when it cannot be described just now', async () => {
    const gone = await inspected(outcome('skipped'), (kafka) => void kafka.topics.delete('payments'));
    const hidden = await inspected(outcome('skipped'), (kafka) => {
      kafka.before = ({ method }) =>
        method === 'topics' ? (new Map([['payments', refusedAnswer('DENIED')]]) as never) : undefined;
    });

    expect(gone.untouched.changed).toEqual([{ topic: 'payments', reason: 'is gone; this run did not touch it' }]);
    expect(hidden.untouched).toEqual({ topics: 1, changed: [] });
  });
});
