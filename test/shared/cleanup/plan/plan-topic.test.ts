// What is decided about one topic, told by facts alone: one of several, exactly one, and numbers that are not zero.
import { describe, expect, it } from 'vitest';
import { lossesOf } from '#cleanup/plan/amounts.ts';
import type { TopicMatch } from '#cleanup/plan/matches.ts';
import { type PlanInputs, planTopic, shapeOf } from '#cleanup/plan/plan-topic.ts';
import type { CleanupRules, ClusterFacts, ConfigFact, Known, TopicFacts } from '#core/cleanup.ts';
import { recreating, rulesOf } from '#test/support/cleanups.ts';

const known = <T>(value: T) => ({ known: true, value }) as const;
const hidden = (why: string) => ({ known: false, why }) as const;
const each = <T>(...values: readonly T[]) => new Map(values.map((value, index) => [index, known(value)]));

const config = (name: string, value: string | null, more: Partial<ConfigFact> = {}): ConfigFact => ({
  name,
  value,
  own: true,
  sensitive: false,
  ...more,
});
const plain = [config('cleanup.policy', 'delete', { own: false }), config('retention.ms', '5000')];

const partition = (index: number, replicas = [1, 2], inSync = replicas, leader: number | undefined = replicas[0]) => ({
  index,
  replicas,
  inSync,
  ...(leader === undefined ? {} : { leader }),
});
const leaderless = (index: number) => ({ index, replicas: [1, 2], inSync: [1, 2] });

/** Three partitions with retention: none of their logs begins at 0, and the second is empty. 60 records. */
const topic = (more: Partial<TopicFacts> = {}): TopicFacts => ({
  name: 'orders.new',
  id: 'id-1',
  internal: false,
  partitions: [partition(0), partition(1), partition(2)],
  configs: known(plain),
  starts: each(100n, 50n, 30n),
  ends: each(140n, 50n, 50n),
  logEnds: each(140n, 50n, 50n),
  openTransactions: known([]),
  bytes: each(4_000, 0, 2_000),
  ...more,
});

const cluster: ClusterFacts = {
  id: 'cluster-one',
  brokers: 2,
  canDeleteRecords: true,
  canDeleteById: true,
  autoCreation: known(false),
  deletion: known(true),
  groups: [],
  unreadableGroups: [],
};

const here = (rules: CleanupRules, more: Partial<ClusterFacts> = {}): PlanInputs => ({
  rules,
  cluster: { ...cluster, ...more },
});
const truncating: TopicMatch = { matchedBy: 'prefix orders.', strategy: 'truncate', isNamed: false };
const remaking: TopicMatch = { ...truncating, strategy: 'recreate' };

const truncate = (facts: Partial<TopicFacts> = {}, more: Partial<ClusterFacts> = {}, rules = rulesOf()) =>
  planTopic(topic(facts), truncating, here(rules, more));
const recreate = (facts: Partial<TopicFacts> = {}, more: Partial<ClusterFacts> = {}, rules = recreating()) =>
  planTopic(topic(facts), remaking, here(rules, more));

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
      shape: { partitions: 3, replicationFactor: 2, overrides: { 'retention.ms': '5000' } },
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
      notes: ['the topic id changes and committed offsets are lost: restart its clients'],
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

describe('a topic is not made again', () => {
  const setting = (...configs: ConfigFact[]) => ({ configs: known([...plain, ...configs]) });

  it.each<[why: string, Partial<TopicFacts>, Partial<ClusterFacts>, reason: string]>([
    [
      'with one sensitive setting',
      setting(config('x.password', 'secret', { sensitive: true })),
      {},
      'the value of x.password cannot be read and could not be restored',
    ],
    [
      'with one setting that is not told',
      setting(config('x.url', null)),
      {},
      'the value of x.url cannot be read and could not be restored',
    ],
    [
      'with several',
      setting(config('x.url', null), config('x.password', 'secret', { sensitive: true })),
      {},
      'the value of x.url, x.password cannot be read and could not be restored',
    ],
    [
      'where no topic can be deleted by its id',
      {},
      { canDeleteById: false },
      'the cluster cannot delete a topic by id, and deletion by name is not safe',
    ],
    [
      'where topics are not deleted',
      {},
      { deletion: known(false) },
      'the cluster does not delete topics (delete.topic.enable is false)',
    ],
    [
      'with different numbers of replicas',
      { partitions: [partition(0), partition(1, [1]), partition(2)] },
      {},
      'its partitions have different numbers of replicas: reassign them first',
    ],
    ['on too few brokers', {}, { brokers: 1 }, 'it has 2 replicas and only 1 brokers are alive'],
    [
      'with remote storage',
      setting(config('remote.storage.enable', 'true')),
      {},
      'it has remote storage, which a new topic does not restore: accept `tiered` to recreate it',
    ],
    [
      'where producers create topics',
      {},
      { autoCreation: known(true) },
      'producers may auto-create the topic first (auto.create.topics.enable): accept `auto-creation` to recreate it',
    ],
    [
      'where nobody knows whether they do',
      {},
      { autoCreation: hidden('DENIED') },
      'cannot read whether topics are auto-created (DENIED): accept `auto-creation` to recreate it',
    ],
  ])('a topic is not made again %s, and the reason is told', (_, facts, more, reason) => {
    expect(recreate(facts, more)).toMatchObject({
      action: 'refuse',
      reason,
      leastBytes: 0,
      mostBytes: 0,
      groups: [],
      cuts: [],
      notes: expect.not.arrayContaining([expect.stringContaining('its id changes')]),
    });
  });

  it.each<[when: string, Partial<TopicFacts>, Partial<ClusterFacts>, accept: CleanupRules['accept']]>([
    ['its sensitive settings are the broker’s', setting(config('x', null, { own: false, sensitive: true })), {}, []],
    ['there are just enough brokers', {}, { brokers: 2 }, []],
    ['nobody knows whether topics are deleted', {}, { deletion: hidden('DENIED') }, []],
    ['remote storage is accepted', setting(config('remote.storage.enable', 'true')), {}, ['tiered']],
    ['remote storage is off', setting(config('remote.storage.enable', 'false')), {}, []],
    ['auto-creation is accepted', {}, { autoCreation: known(true) }, ['auto-creation']],
    ['what nobody knows is accepted', {}, { autoCreation: hidden('DENIED') }, ['auto-creation']],
  ])('a topic is not made again unless %s', (_, facts, more, accept) => {
    expect(recreate(facts, more, recreating({ accept })).action).toBe('recreate');
  });
});

describe('a topic that holds what nobody wants to lose', () => {
  const policy = (value: string, retention = '5000') => ({
    configs: known([config('cleanup.policy', value), config('retention.ms', retention)]),
  });

  it.each<[which: string, Partial<TopicFacts>, action: string, reason: string]>([
    ['is compacted', policy('compact'), 'skip', 'compacted only: it holds state and Kafka does not truncate it'],
    ['is compacted and deleted, with spaces', policy(' compact , delete '), 'truncate', 'all current records'],
    [
      'has no policy',
      policy(' , '),
      'skip',
      'unlimited retention (its cleanup.policy is empty): accept `kept-forever:orders.new` to empty it',
    ],
    [
      'has no end of retention',
      policy('delete', '-1'),
      'skip',
      'unlimited retention (retention.ms is -1): accept `kept-forever:orders.new` to empty it',
    ],
    ['has an end of retention at once', policy('delete', '0'), 'truncate', 'all current records'],
    [
      'tells no policy',
      { configs: known([config('retention.ms', '1')]) },
      'refuse',
      'the cluster does not report its cleanup.policy',
    ],
    [
      'tells no value of its policy',
      { configs: known([config('cleanup.policy', null)]) },
      'refuse',
      'the cluster does not report its cleanup.policy',
    ],
    ['tells no retention', { configs: known([config('cleanup.policy', 'delete')]) }, 'truncate', 'all current records'],
    ['tells no settings', { configs: hidden('DENIED') }, 'refuse', 'cannot read its settings: DENIED'],
  ])('a topic that holds what nobody wants to lose because it %s is told so', (_, facts, action, reason) => {
    const planned = truncate(facts);

    expect(planned.action).toBe(action);
    expect(planned.reason).toContain(reason);
    if (action !== 'truncate') expect(planned.reason).toBe(reason);
  });

  it('a topic that holds what nobody wants to lose is made again only when that is accepted', () => {
    expect(recreate(policy('compact'))).toMatchObject({
      action: 'skip',
      reason: 'compacted only: it holds state; accept `compacted` to recreate it',
    });
    expect(recreate(policy('compact'), {}, recreating({ accept: ['compacted'] })).action).toBe('recreate');
  });

  it('a topic has no shape while cannot read its settings', () => {
    expect(truncate({ configs: hidden('DENIED') })).not.toHaveProperty('shape');
    expect(truncate({ configs: hidden('DENIED') })).not.toHaveProperty('definition');
  });

  it('a topic has a shape of its own settings, in order, without those that cannot be read', () => {
    const configs = known([
      config('b', '2'),
      config('a', '1'),
      config('c', null),
      config('d', 'secret', { sensitive: true }),
      config('e', '5', { own: false }),
    ]);

    expect(Object.entries(shapeOf(topic({ configs }))?.overrides ?? {})).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });
});

describe('an open transaction', () => {
  const open = (count: number, more: Partial<TopicFacts> = {}) => ({
    ends: each(120n, 50n, 50n),
    openTransactions: known(
      Array.from({ length: count }, (_, index) => ({ partition: 0, producerId: `${index + 1}`, since: '20:00' })),
    ),
    ...more,
  });

  it('an open transaction is noted when the topic is truncated up to it: what is behind it stays', () => {
    expect(truncate(open(1))).toMatchObject({
      action: 'truncate',
      records: 40,
      notes: ['20 records are behind an open transaction: producer id 1 in partition 0 since 20:00; they stay'],
    });
  });

  it('an open transaction keeps a topic from being made again', () => {
    expect(recreate(open(1))).toMatchObject({
      action: 'refuse',
      reason:
        '20 records are behind an open transaction: producer id 1 in partition 0 since 20:00; end it, then plan again',
      notes: [],
    });
  });

  it('an open transaction keeps what has nothing else from being called empty', () => {
    const facts = open(1, { starts: each(120n, 50n, 50n), logEnds: each(121n, 50n, 50n) });

    expect(truncate(facts)).toMatchObject({
      action: 'refuse',
      reason:
        '1 record is behind an open transaction: producer id 1 in partition 0 since 20:00; end it, then plan again',
    });
  });

  it('an open transaction is told with five of its producers, and with the reason where they cannot be read', () => {
    expect(recreate(open(5)).reason).toMatch(/producer id 5 in partition 0 since 20:00; end it/);
    expect(recreate(open(6)).reason).toMatch(/producer id 5 in partition 0 since 20:00, …; end it/);
    expect(recreate(open(6)).reason).not.toContain('producer id 6');
    expect(recreate(open(0, { openTransactions: hidden('DENIED') })).reason).toBe(
      '20 records are behind an open transaction of an unknown producer (DENIED); end it, then plan again',
    );
    expect(recreate(open(0, { openTransactions: known([{ partition: 2, producerId: '7' }]) })).reason).toBe(
      '20 records are behind an open transaction: producer id 7 in partition 2; end it, then plan again',
    );
  });

  it('an open transaction is told only where one is open: the log grew while it was read', () => {
    expect(recreate(open(0)).action).toBe('recreate');
    expect(truncate(open(0)).notes).toEqual([]);
  });

  it('an open transaction holds nothing in a partition whose offsets cannot be read', () => {
    expect(truncate({ logEnds: new Map() }).notes).toEqual([]);
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
