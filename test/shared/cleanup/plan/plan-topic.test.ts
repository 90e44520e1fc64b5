// What is decided about one topic, told by facts alone: one of several, exactly one, and numbers that are not zero.
import { describe, expect, it } from 'vitest';
import { lossesOf } from '#cleanup/plan/amounts.ts';
import type { TopicMatch } from '#cleanup/plan/matches.ts';
import { planTopic } from '#cleanup/plan/plan-topic.ts';
import type { Known, TopicFacts } from '#core/cleanup.ts';
import { rulesOf } from '#test/support/cleanups.ts';
import { config, each, here, hidden, known, partition, plain, recreate, topic, truncate } from './topic-facts.ts';

const leaderless = (index: number) => ({ index, replicas: [1, 2], inSync: [1, 2] });

describe('a topic of which some partitions are empty', () => {
  it('a topic of which some partitions are empty is truncated, and told with the records that it really holds', () => {
    expect(truncate({}, { groups: [] })).toEqual({
      topic: 'orders.new',
      id: 'id-1',
      matchedBy: 'prefix orders.',
      strategy: 'truncate',
      action: 'truncate',
      reason: 'prefix orders.: all current records are deleted, the topic stays',
      records: 60,
      bytes: 6_000,
      leastBytes: 0,
      mostBytes: 6_000,
      groups: [],
      drift: [],
      notes: [],
      shape: {
        ...{ partitions: 3, replicationFactor: 2, overrides: { 'retention.ms': '5000' } },
        replicas: Array(3).fill([1, 2]),
      },
      cuts: [
        { partition: 0, start: '100', upTo: '140' },
        { partition: 1, start: '50', upTo: '50' },
        { partition: 2, start: '30', upTo: '50' },
      ],
    });
  });

  it('a topic is empty only when all of its partitions are, and then nothing is cut', () => {
    expect(truncate({ ends: each(100n, 50n, 30n), logEnds: each(100n, 50n, 30n) })).toMatchObject({
      action: 'already-empty',
      reason: 'every partition ends where it begins',
      records: 0,
      leastBytes: 0,
      mostBytes: 0,
      cuts: [],
      groups: [],
    });
  });

  it.each<[facts: Partial<TopicFacts>, action: string]>([
    [{ ends: each(100n, 50n, 30n) }, 'recreate'],
    [{ bytes: each(0, 0, 0) }, 'recreate'],
    [{ ends: each(100n, 50n, 30n), bytes: each(0, 0, 0) }, 'already-empty'],
  ])('a topic is not made again when it holds neither records nor bytes: %#', (facts, action) => {
    expect(recreate({ logEnds: facts.ends ?? topic().ends, ...facts }).action).toBe(action);
  });

  it('a topic that is made again loses its id and all of its size', () => {
    expect(recreate()).toMatchObject({
      action: 'recreate',
      reason: 'prefix orders.: deleted and recreated with the same settings',
      records: 60,
      leastBytes: 6_000,
      mostBytes: 6_000,
      notes: ['the topic id changes, committed offsets are lost and replicas are placed again: restart its clients'],
      cuts: { length: 3 },
    });
  });

  it('a truncation frees all but the segment that each replica writes, never less than nothing', () => {
    const withSegments = (bytes: string) => truncate({ configs: known([...plain, config('segment.bytes', bytes)]) });

    expect(withSegments('500')).toMatchObject({ leastBytes: 3_000 + 0 + 1_000, mostBytes: 6_000 });
    expect(withSegments('1500')).toMatchObject({ leastBytes: 1_000 });
    expect(withSegments('9000')).toMatchObject({ leastBytes: 0 });
  });

  it.each<[what: string, bytes: TopicFacts['bytes']]>([
    ['sizes', new Map()],
    ['one size', new Map<number, Known<number>>([...each(1, 1, 1), [1, hidden('DENIED')]])],
  ])('a topic has a size that nobody knows where %s cannot be read', (_, bytes) => {
    expect(truncate({ bytes })).toMatchObject({ bytes: 'unknown', leastBytes: 'unknown', mostBytes: 'unknown' });
  });

  it('a topic has nothing cut when the offsets of one partition cannot be read', () => {
    const facts = {
      ends: new Map([
        [0, known(140n)],
        [1, known(50n)],
      ]),
    };

    for (const planned of [truncate(facts), recreate(facts)])
      expect(planned).toMatchObject({
        action: 'refuse',
        reason: 'cannot read the offsets of some partitions: topic unchanged',
        records: 'unknown',
        cuts: [],
      });
  });
});

describe('a topic that is not whole', () => {
  it.each([
    ['one partition', [partition(0), leaderless(1), partition(2)], 'partition 1'],
    ['several', [leaderless(0), partition(1), leaderless(2)], 'partitions 0, 2'],
    ['five', [0, 1, 2, 3, 4].map(leaderless), 'partitions 0, 1, 2, 3, 4'],
    ['more than five', [0, 1, 2, 3, 4, 5].map(leaderless), 'partitions 0, 1, 2, 3, 4, …'],
  ])('a topic is left alone when no broker leads %s', (_, partitions, which) => {
    expect(truncate({ partitions })).toMatchObject({
      action: 'refuse',
      reason: `no broker leads ${which}: topic unchanged`,
    });
  });

  it('a topic is not made again when one replica of one partition is not in sync, and truncated all the same', () => {
    const partitions = [partition(0), partition(1, [1, 2], [1]), partition(2)];

    expect(truncate({ partitions }).action).toBe('truncate');
    expect(recreate({ partitions })).toMatchObject({
      action: 'refuse',
      reason: 'not all replicas of partition 1 are in sync: topic unchanged',
    });
  });

  it('a topic without an id is not made again', () => {
    expect(truncate({ id: '' })).toMatchObject({
      action: 'refuse',
      reason: 'the cluster does not report its id, so another topic with that name cannot be distinguished',
    });
  });
});

describe('an empty topic', () => {
  it('an empty topic is not all there is to say when replicas are down that may lack records', () => {
    const empty = { starts: each(140n, 50n), ends: each(140n, 50n), logEnds: each(140n, 50n) };
    const behind = [0, 1].map((index) => ({ index, leader: 1, replicas: [1, 2], inSync: [1] }));

    expect(truncate(empty).notes).toEqual([]);
    expect(truncate({ ...empty, partitions: behind })).toMatchObject({
      action: 'already-empty',
      notes: ['replicas are out of sync or down: records that they lack are not readable yet, and stay'],
    });
  });
});

describe('where records cannot be deleted', () => {
  it('nothing is truncated where records cannot be deleted', () => {
    expect(truncate({}, { canDeleteRecords: false })).toMatchObject({
      action: 'refuse',
      reason: 'the cluster cannot delete records (as MSK Serverless): only `recreate` would empty it',
    });
  });
});

describe('remote storage', () => {
  it('remote storage makes the size of a topic unknown, which is noted', () => {
    expect(truncate({ configs: known([...plain, config('remote.storage.enable', 'true')]) })).toMatchObject({
      action: 'truncate',
      bytes: 'unknown',
      leastBytes: 'unknown',
      notes: ['remote storage: its size is unknown and it is freed later'],
    });
  });
});

describe('who would miss records', () => {
  const cuts = [
    { partition: 0, start: '100', upTo: '140' },
    { partition: 1, start: '50', upTo: '50' },
  ];
  const group = (
    name: string,
    ...offsets: readonly (readonly [topic: string, partition: number, offset: bigint])[]
  ) => ({
    group: name,
    state: 'Stable',
    offsets: offsets.map(([of, index, offset]) => ({ topic: of, partition: index, offset })),
  });
  const missing = (offset: bigint, losesOffsets = false) =>
    lossesOf('orders.new', cuts, [group('g', ['orders.new', 0, offset])], losesOffsets);

  it.each([
    [0n, 40],
    [100n, 40],
    [101n, 39],
    [139n, 1],
  ])('a group that has read to %d misses %d', (offset, records) => {
    expect(missing(offset)).toEqual([{ group: 'g', state: 'Stable', records }]);
  });

  it.each([[140n], [141n], [-1n]])(
    'a group at %d misses nothing, but its offsets when the topic is made again',
    (offset) => {
      expect(missing(offset)).toEqual([]);
      expect(missing(offset, true)).toEqual([{ group: 'g', state: 'Stable', records: 0 }]);
    },
  );

  it('what a group misses adds up the partitions of this topic, and no other', () => {
    const groups = [
      group('both', ['orders.new', 0, 110n], ['orders.new', 1, 10n], ['orders.old', 0, 0n], ['orders.new', 7, 0n]),
      group('elsewhere', ['orders.old', 0, 0n]),
    ];

    expect(lossesOf('orders.new', cuts, groups, false)).toEqual([{ group: 'both', state: 'Stable', records: 30 }]);
    expect(lossesOf('orders.new', cuts, groups, true)).toEqual([{ group: 'both', state: 'Stable', records: 30 }]);
  });

  it('what a group misses is told for what is emptied, and only for that', () => {
    const groups = [group('late', ['orders.new', 0, 110n]), group('done', ['orders.new', 0, 140n])];

    expect(truncate({}, { groups }).groups).toEqual([{ group: 'late', state: 'Stable', records: 30 }]);
    expect(recreate({}, { groups }).groups).toHaveLength(2);
    expect(truncate({ id: '' }, { groups }).groups).toEqual([]);
  });
});

describe('a definition', () => {
  const defined = { name: 'orders.new', partitions: 4, replicationFactor: 2, configs: { 'retention.ms': '9' } };
  const kept: TopicMatch = { matchedBy: 'its definition', strategy: 'none', isNamed: true, definition: defined };
  const compared = (definition: TopicMatch['definition'], applyDefinitions: boolean) =>
    planTopic(topic(), { ...kept, ...(definition ? { definition } : {}) }, here(rulesOf({ applyDefinitions })));

  it('a definition of a topic is applied as far as it takes nothing away, when that is asked for', () => {
    expect(compared(defined, true)).toMatchObject({
      action: 'change',
      reason: '3 partitions instead of 4; retention.ms is 5000 instead of 9',
      fix: { partitions: 4, configs: { 'retention.ms': '9' } },
      definition: defined,
      leastBytes: 0,
      cuts: [],
    });
  });

  it('a definition of a topic is only compared otherwise', () => {
    expect(compared(defined, false)).toMatchObject({ action: 'drift', drift: { length: 2 } });
    expect(compared(defined, false)).not.toHaveProperty('fix');
  });

  it('a definition of a topic that can only be met by taking away is drift', () => {
    const planned = compared({ ...defined, partitions: 2, configs: {} }, true);

    expect(planned).toMatchObject({
      action: 'drift',
      reason: '3 partitions, 2 are defined: Kafka cannot remove partitions',
    });
    expect(planned).not.toHaveProperty('fix');
  });

  it('a definition of a topic that is met changes nothing', () => {
    expect(compared({ ...defined, partitions: 3, configs: { 'retention.ms': '5000' } }, true)).toMatchObject({
      action: 'unchanged',
      reason: 'matches its definition',
      drift: [],
    });
  });
});
