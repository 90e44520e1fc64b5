// In what a cluster differs from its plan, and a topic from its definition.
import { describe, expect, it } from 'vitest';
import { driftFrom, isFixable, replicationFactorOf } from '#cleanup/plan/definition.ts';
import {
  agreedDifferences,
  planDifferences,
  shapeDifferences,
  untouchedDifferences,
} from '#cleanup/plan/differences.ts';
import type { CleanupPlan, PlannedAction, PlannedTopic, TopicFacts, TopicShape } from '#core/cleanup.ts';
import type { TopicDefinition } from '#core/cleanup-rules.ts';

const shape: TopicShape = { partitions: 2, replicationFactor: 3, overrides: { b: '2', a: '1' } };

const topic = (more: Partial<PlannedTopic> = {}) =>
  ({
    topic: 'orders.new',
    id: 'id-1',
    strategy: 'truncate',
    action: 'truncate',
    reason: 'why',
    shape,
    ...more,
  }) as PlannedTopic;
const planOf = (...topics: PlannedTopic[]): Omit<CleanupPlan, 'hash'> => ({
  cluster: 'one',
  topics,
  denied: [],
  refusals: [],
  warnings: [],
});
const without = (key: 'id' | 'shape') => {
  const { [key]: _, ...rest } = topic();
  return rest as PlannedTopic;
};

describe('the shape of a topic', () => {
  it.each<[what: string, after: Partial<TopicShape>, differences: readonly string[]]>([
    ['is the same whatever the order of its settings', { overrides: { a: '1', b: '2' } }, []],
    ['differs by its partitions', { partitions: 3 }, ['3 partitions instead of 2']],
    ['differs by its replicas', { replicationFactor: 1 }, ['replication factor 1 instead of 3']],
    ['differs by a value', { overrides: { a: '1', b: '3' } }, ['settings a=1 b=3 instead of a=1 b=2']],
    ['differs by what is not set any more', { overrides: {} }, ['settings none instead of a=1 b=2']],
    [
      'differs by all of it',
      { partitions: 1, replicationFactor: 2, overrides: { a: '1' } },
      ['1 partitions instead of 2', 'replication factor 2 instead of 3', 'settings a=1 instead of a=1 b=2'],
    ],
  ])('the shape of a topic %s', (_, after, differences) => {
    expect(shapeDifferences(shape, { ...shape, ...after })).toEqual(differences);
  });
});

describe('the replicas of a topic', () => {
  const on = (...replicas: number[][]): TopicShape => ({ ...shape, replicas });
  const many = (broker: number) => on(...Array.from({ length: 5 }, () => [1, broker, 4]));

  it.each<
    [what: string, before: TopicShape, after: TopicShape, shape: readonly string[], placement: readonly string[]]
  >([
    ['are the same', on([1, 2, 3]), on([1, 2, 3]), [], []],
    [
      'are one more in one partition',
      on([1, 2, 3], [1, 2, 3]),
      on([1, 2, 3], [1, 2, 3, 4]),
      ['4 replicas of partition 1 instead of 3'],
      [],
    ],
    ['are one alone', on([1, 2]), on([1]), ['1 replica of partition 0 instead of 2'], []],
    [
      'are on other brokers',
      on([1, 2, 3], [1, 2, 3]),
      on([1, 2, 4], [1, 2, 3]),
      [],
      ['partition 0 on brokers 1, 2, 4 instead of 1, 2, 3'],
    ],
    ['are of a partition that came', on([1, 2, 3]), on([1, 2, 3], [2, 3]), [], []],
    ['are unknown to an earlier version', shape, on([1, 2, 3]), [], []],
    ['are unknown now', on([1, 2, 3]), shape, [], []],
    [
      'are elsewhere in many partitions',
      many(2),
      many(3),
      [],
      [
        ...[0, 1, 2].map((partition) => `partition ${partition} on brokers 1, 3, 4 instead of 1, 2, 4`),
        'and 2 more partitions like this',
      ],
    ],
  ])('the replicas of a topic that %s are told', (_, before, after, inShape, placement) => {
    expect(shapeDifferences(before, after)).toEqual(inShape);
    expect(agreedDifferences(before, after)).toEqual([...inShape, ...placement]);
  });

  it('the replicas of a topic that differ keep a plan from being executed', () => {
    const planned = topic({ shape: on([1, 2, 3], [1, 2, 3]) });

    expect(planDifferences(planOf(planned), planOf(topic({ shape: on([1, 2, 3], [1, 2, 4]) })))).toEqual([
      'orders.new has partition 1 on brokers 1, 2, 4 instead of 1, 2, 3',
    ]);
  });
});

describe('a plan', () => {
  it.each<[what: string, planned: PlannedTopic, now: PlannedTopic | undefined, differences: readonly string[]]>([
    ['holds while nothing changed', topic(), topic(), []],
    ['does not when a topic is gone', topic(), undefined, ['orders.new no longer matches']],
    [
      'does not when it was made anew',
      topic(),
      topic({ id: 'id-2' }),
      ['orders.new is not the planned topic: its id is id-2 instead of id-1'],
    ],
    [
      'does not when it has no id any more',
      topic(),
      without('id'),
      ['orders.new is not the planned topic: its id is gone instead of id-1'],
    ],
    ['does not when it exists by now', without('id'), topic(), ['orders.new did not exist when planned']],
    [
      'does not when it would be emptied otherwise',
      topic(),
      topic({ strategy: 'recreate' }),
      ['orders.new would be emptied by recreate, not by truncate'],
    ],
    ['does not when cannot read its settings', topic(), without('shape'), ['orders.new: why']],
    ['holds when they could not be read before either', without('shape'), without('shape'), []],
    ['holds when they could not be read before and can now', without('shape'), topic(), []],
    [
      'does not when its shape is another',
      topic(),
      topic({ shape: { ...shape, partitions: 9, replicationFactor: 1 } }),
      ['orders.new has 9 partitions instead of 2', 'orders.new has replication factor 1 instead of 3'],
    ],
  ])('a plan %s', (_, planned, now, differences) => {
    expect(planDifferences(planOf(planned), planOf(...(now ? [now] : [])))).toEqual(differences);
  });

  it('a plan does not hold on another cluster, nor when another topic matches', () => {
    const other = topic({ topic: 'orders.late' });

    expect(planDifferences(planOf(topic()), { ...planOf(topic()), cluster: 'two' })).toEqual([
      'connected to cluster two, the plan is for one',
    ]);
    expect(planDifferences(planOf(topic()), planOf(topic(), other))).toEqual([
      'orders.late also matches and is not in the plan',
    ]);
  });

  it.each<[planned: PlannedAction, now: PlannedAction, holds: boolean]>([
    ['truncate', 'truncate', true],
    ['truncate', 'already-empty', true],
    ['truncate', 'refuse', true],
    ['truncate', 'skip', false],
    ['recreate', 'already-empty', false],
    ['recreate', 'refuse', true],
    ['change', 'unchanged', false],
    ['create', 'unchanged', false],
    ['already-empty', 'truncate', true],
    ['skip', 'truncate', true],
    ['drift', 'unchanged', true],
  ])('a plan that says %s holds when it would be %s now: %s', (planned, now, holds) => {
    const differences = planDifferences(planOf(topic({ action: planned })), planOf(topic({ action: now })));

    expect(differences).toEqual(holds ? [] : [`orders.new: the plan says ${planned}, now: why`]);
  });
});

describe('what a run did not touch', () => {
  it('what a run did not touch is told when it is gone or was made anew, and only then', () => {
    const before = ['same', 'gone', 'anew'].map((name) => ({ name, id: `id of ${name}` }));
    const after = [
      { name: 'same', id: 'id of same' },
      { name: 'anew', id: 'another' },
      { name: 'new', id: 'x' },
    ];

    expect(untouchedDifferences(before, after)).toEqual([
      { topic: 'gone', reason: 'is gone; this run did not touch it' },
      { topic: 'anew', reason: 'has the id another instead of id of anew; this run did not touch it' },
    ]);
  });
});

describe('a definition', () => {
  const definition: TopicDefinition = { name: 'orders.new', partitions: 2, replicationFactor: 2, configs: {} };
  const facts = (replicas: readonly (readonly number[])[], configs?: Readonly<Record<string, string | null>>) =>
    ({
      partitions: replicas.map((of, index) => ({ index, replicas: of, inSync: of })),
      configs:
        configs === undefined
          ? { known: false, why: 'DENIED' }
          : {
              known: true,
              value: Object.entries(configs).map(([name, value]) => ({ name, value, own: true, sensitive: false })),
            },
    }) as unknown as TopicFacts;
  const two = [
    [1, 2],
    [2, 3],
  ];

  it.each<[what: string, more: Partial<TopicDefinition>, now: TopicFacts, drift: readonly string[], fix: object]>([
    ['is met', {}, facts(two, {}), [], {}],
    ['lacks a partition', { partitions: 3 }, facts(two, {}), ['2 partitions instead of 3'], { partitions: 3 }],
    [
      'has one too many',
      { partitions: 1 },
      facts(two, {}),
      ['2 partitions, 1 are defined: Kafka cannot remove partitions'],
      {},
    ],
    [
      'has a replica less in one partition',
      {},
      facts([[1, 2], [1]], {}),
      ['replication factor 1 instead of 2: reassign its partitions'],
      {},
    ],
    [
      'has a replica more in one partition',
      {},
      facts(
        [
          [1, 2],
          [1, 2, 3],
        ],
        {},
      ),
      ['3 replicas of partition 1 instead of 2: reassign its partitions'],
      {},
    ],
    ['cannot be compared', {}, facts(two), ['cannot read its settings'], {}],
    ['is met by its settings', { configs: { a: '1' } }, facts(two, { a: '1', b: '9' }), [], {}],
    [
      'differs in one of its settings',
      { configs: { a: '1', b: '2' } },
      facts(two, { a: '1', b: '9' }),
      ['b is 9 instead of 2'],
      { configs: { b: '2' } },
    ],
    [
      'has a setting that is hidden, and one that there is not',
      { configs: { a: '1', c: '3' } },
      facts(two, { a: null }),
      ['a is hidden instead of 1', 'c is not a setting that the cluster reports; 3 is defined'],
      { configs: { a: '1', c: '3' } },
    ],
  ])('a definition that a topic %s is told in words', (_, more, now, drift, fix) => {
    expect(driftFrom({ ...definition, ...more }, now)).toEqual({ drift, fix });
  });

  it('a topic without a definition has no drift', () => {
    expect(driftFrom(undefined, facts([[1]]))).toEqual({ drift: [], fix: {} });
  });

  it('a definition can be applied when there is something to add', () => {
    expect([isFixable({}), isFixable({ partitions: 3 }), isFixable({ configs: { a: '1' } })]).toEqual([
      false,
      true,
      true,
    ]);
    expect(replicationFactorOf(facts([[1, 2, 3], [1], [1, 2]]))).toBe(1);
  });
});
