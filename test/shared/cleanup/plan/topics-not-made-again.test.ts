import { describe, expect, it } from 'vitest';
import { shapeOf } from '#cleanup/plan/plan-topic.ts';
import type { ClusterFacts, ConfigFact, TopicFacts } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { recreating } from '#test/support/cleanups.ts';
import { config, each, hidden, known, partition, plain, recreate, topic, truncate } from './topic-facts.ts';

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
    [
      'has the largest retention there is',
      policy('delete', '9223372036854775807'),
      'skip',
      'unlimited retention (retention.ms is 9223372036854775807): accept `kept-forever:orders.new` to empty it',
    ],
    [
      'is compacted and deleted without an end',
      policy('compact,delete', '-1'),
      'skip',
      'unlimited retention (retention.ms is -1): accept `kept-forever:orders.new` to empty it',
    ],
    ['is kept for ten years', policy('delete', '315360000000'), 'truncate', 'all current records'],
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
