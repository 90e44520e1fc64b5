// What a plan says as a whole: caps, warnings, and topics of which nothing is known.
import { describe, expect, it } from 'vitest';
import type { Matches } from '#cleanup/plan/matches.ts';
import { capsPassed, gigabytes, planCleanup } from '#cleanup/plan/plan-cleanup.ts';
import type { Amount, ClusterFacts, PlannedAction, PlannedTopic, TopicFacts } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { rulesOf } from '#test/support/cleanups.ts';

const known = <T>(value: T) => ({ known: true, value }) as const;
const cluster: ClusterFacts = {
  id: 'cluster-one',
  brokers: 3,
  canDeleteRecords: true,
  canDeleteById: true,
  autoCreation: known(false),
  deletion: known(true),
  groups: [],
  unreadableGroups: [],
};

type How = { readonly bytes?: number | undefined; readonly isEmpty?: boolean; readonly isLagging?: boolean };

const factsOf = (name: string, { bytes, isEmpty = false, isLagging = false }: How): TopicFacts => ({
  name,
  id: `id of ${name}`,
  internal: false,
  partitions: [{ index: 0, leader: 1, replicas: [1, 2], inSync: isLagging ? [1] : [1, 2] }],
  configs: known([{ name: 'cleanup.policy', value: 'delete', own: false, sensitive: false }]),
  starts: new Map([[0, known(5n)]]),
  ends: new Map([[0, known(isEmpty ? 5n : 9n)]]),
  logEnds: new Map([[0, known(isEmpty ? 5n : 9n)]]),
  openTransactions: known([]),
  bytes: bytes === undefined ? new Map() : new Map([[0, known(bytes)]]),
});

const plan = (
  topics: Readonly<Record<string, How & { strategy?: 'truncate' | 'recreate' }>>,
  more: Partial<ClusterFacts> = {},
  matches: Partial<Matches> = {},
  rules: CleanupRules = rulesOf(),
) => {
  const facts = new Map(Object.entries(topics).map(([name, how]) => [name, factsOf(name, how)]));
  const matched = [...facts.values()].map((topic) => ({
    matchedBy: 'prefix orders.',
    strategy: topics[topic.name]?.strategy ?? 'truncate',
    isNamed: false,
    topic,
  }));
  const all = { matched, unreadable: [], absent: [], denied: [], untouched: [], hints: [], ...matches };
  return planCleanup(rules, all, facts, { ...cluster, ...more });
};

const segments = 'the segment that each replica is writing is not freed by truncating, only closed ones are';
const unknownSizes = 'sizes are unknown: the cluster does not tell them all';

describe('a plan warns', () => {
  it('a plan warns of nothing when nothing is emptied, whatever is unknown', () => {
    expect(plan({ a: { isEmpty: true, isLagging: true } }, { unreadableGroups: ['g'] }).warnings).toEqual([]);
  });

  it('a plan warns of one size among several that nobody knows', () => {
    expect(plan({ a: { bytes: 1 }, b: {} }).warnings).toContain(unknownSizes);
    expect(plan({ a: { bytes: 1 }, b: { isEmpty: true } }).warnings).not.toContain(unknownSizes);
  });

  it('a plan warns of open segments when one of several is truncated, and not when none is', () => {
    expect(plan({ a: { bytes: 1 }, b: { bytes: 1, strategy: 'recreate' } }).warnings).toEqual([segments]);
    expect(plan({ b: { bytes: 1, strategy: 'recreate' } }).warnings).toEqual([]);
  });

  it('a plan warns of groups that cannot be read, naming five', () => {
    const groups = ['g1', 'g2', 'g3', 'g4', 'g5', 'g6'];

    expect(plan({ a: { bytes: 1 } }, { unreadableGroups: groups }).warnings).toEqual([
      'not all consumer groups can be read, others may lose records too: g1, g2, g3, g4, g5',
      segments,
    ]);
  });

  it.each([
    [1, '1 topic has replicas that are not in sync or down; they follow when they are back: t1'],
    [5, '5 topics have replicas that are not in sync or down; they follow when they are back: t1, t2, t3, t4, t5'],
    [6, '6 topics have replicas that are not in sync or down; they follow when they are back: t1, t2, t3, t4, t5, …'],
  ])('a plan warns of replicas that follow later: %i of them', (count, warning) => {
    const lagging = Array.from({ length: count }, (_, index) => [`t${index + 1}`, { bytes: 1, isLagging: true }]);

    expect(plan({ ...Object.fromEntries(lagging), whole: { bytes: 1 } }).warnings).toEqual([warning, segments]);
  });

  it('a plan warns first of what the rules may have meant', () => {
    expect(plan({ a: { bytes: 1 } }, {}, { hints: ['did you mean'] }).warnings).toEqual(['did you mean', segments]);
  });
});

describe('a plan', () => {
  it('a plan names every topic in order: matched, unreadable, absent and gone', () => {
    const claim = { matchedBy: 'prefix orders.', strategy: 'truncate' as const, isNamed: false };
    const definition = { name: 'b', partitions: 3, replicationFactor: 2, configs: {} };
    const {
      topics,
      denied,
      cluster: id,
    } = plan(
      { d: { bytes: 7 } },
      {},
      {
        matched: [
          { ...claim, topic: factsOf('d', { bytes: 7 }) },
          { ...claim, topic: factsOf('c', { bytes: 7 }) },
        ],
        unreadable: [{ ...claim, topic: 'a', why: 'DENIED' }],
        absent: [definition],
        denied: [{ topic: 'x', reason: 'why' }],
      },
    );
    const nothing = { groups: [], drift: [], notes: [], cuts: [] };
    const unknown = { records: 'unknown', bytes: 'unknown', leastBytes: 'unknown', mostBytes: 'unknown' };
    const refused = { ...nothing, ...unknown, matchedBy: 'prefix orders.', strategy: 'truncate', action: 'refuse' };

    expect(id).toBe('cluster-one');
    expect(denied).toEqual([{ topic: 'x', reason: 'why' }]);
    expect(topics.map(({ topic }) => topic)).toEqual(['a', 'b', 'c', 'd']);
    expect(topics[0]).toEqual({ ...refused, topic: 'a', reason: 'the cluster tells nothing about it: DENIED' });
    expect(topics[1]).toEqual({
      ...nothing,
      ...{ records: 0, bytes: 0, leastBytes: 0, mostBytes: 0 },
      topic: 'b',
      matchedBy: 'its definition',
      strategy: 'none',
      action: 'create',
      reason: 'is defined and does not exist: 3 partitions, 2 replicas each',
      definition,
    });
    expect(topics[2]).toMatchObject({
      action: 'refuse',
      reason: 'the cluster tells nothing about it: it was gone before it could be looked at',
    });
    expect(topics[3]).toMatchObject({ action: 'truncate', bytes: 7 });
  });
});

describe('a cap', () => {
  const topic = (action: PlannedAction, bytes: Amount) => ({ action, bytes }) as PlannedTopic;
  const passed = (topics: readonly PlannedTopic[], topicsMax: number, bytesMax?: number) =>
    capsPassed(topics, { caps: { topicsMax, ...(bytesMax === undefined ? {} : { bytesMax }) } });
  const two = [topic('truncate', 600_000_000), topic('recreate', 600_000_000)];
  const others = [topic('skip', 'unknown'), topic('refuse', 5_000_000_000), topic('create', 0)];

  it('a cap counts what is emptied, not what is only matched', () => {
    expect(passed([...two, ...others], 2, 1_200_000_000)).toEqual([]);
  });

  it('a cap is passed by one more', () => {
    expect(passed(two, 1)).toEqual(['2 topics would be emptied, the cap is 1']);
    expect(passed(two.slice(1), 0)).toEqual(['1 topic would be emptied, the cap is 0']);
    expect(passed(two, 2, 1_199_999_999)).toEqual(['1.2 GB would be emptied, the cap is 1.2 GB']);
    expect(passed(two, 1, 1)).toHaveLength(2);
  });

  it('a cap of bytes is passed by a size that nobody knows, and only then', () => {
    const unknown = [...two, topic('truncate', 'unknown')];

    expect(passed(unknown, 3)).toEqual([]);
    expect(passed(unknown, 3, 9_000_000_000)).toEqual([
      'how much would be emptied is unknown, and there is a cap of 9.0 GB',
    ]);
  });

  it('a cap is told in gigabytes', () => {
    expect([gigabytes('unknown'), gigabytes(0), gigabytes(1_250_000_000)]).toEqual(['unknown', '0.0 GB', '1.3 GB']);
  });
});
