// May what was planned for a topic still be done to it, as it is now and under the rules of today?
import { describe, expect, it } from 'vitest';
import { stillAgreed } from '#cleanup/plan/agreement.ts';
import { planTopic } from '#cleanup/plan/plan-topic.ts';
import type { ClusterFacts, PlannedTopic, TopicFacts } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { recreating, rulesOf } from '#test/support/cleanups.ts';
import { claim, cluster, grown, placed, plannedBy, topic } from './agreed-topic.ts';
import { known } from './topic-facts.ts';

type Later = { rules?: CleanupRules; emptied?: { topics: number; bytes: number }; cluster?: Partial<ClusterFacts> };

const ask = (planned: PlannedTopic, facts: TopicFacts | undefined, rules: CleanupRules, later: Later = {}) =>
  stillAgreed(
    planned,
    { facts, cluster: { ...cluster, ...later.cluster }, emptiedBefore: later.emptied ?? { topics: 0, bytes: 0 } },
    later.rules ?? rules,
  );
const truncating = (facts: TopicFacts | undefined, later: Later = {}) =>
  ask(plannedBy(rulesOf(), 'truncate'), facts, rulesOf(), later);
const remaking = (facts: TopicFacts | undefined, later: Later = {}) =>
  ask(plannedBy(recreating(), 'recreate'), facts, recreating(), later);

describe('a truncation', () => {
  it.each<[what: string, facts: TopicFacts]>([
    ['nothing changed', topic()],
    ['another replica is preferred as the leader', placed([2, 1], [2, 1])],
    ['records have come', topic(grown)],
    ['somebody emptied the topic meanwhile', topic({ from: [140n, 50n] })],
    ['retention has taken records away', topic({ from: [120n, 50n] })],
  ])('a truncation is still agreed to when %s', (_, facts) => {
    expect(truncating(facts)).toBeUndefined();
  });

  it.each<[what: string, facts: TopicFacts | undefined, later: Later, code: string, reason: string]>([
    ['its topic is gone', undefined, {}, 'TOPIC_GONE', 'it no longer exists, or the cluster does not report it'],
    [
      'one partition has a replica more',
      placed([2, 1], [1, 2, 3]),
      {},
      'TOPIC_CHANGED',
      'it has 3 replicas of partition 1 instead of 2',
    ],
    [
      'a replica is on another broker',
      placed([1, 2], [3, 1]),
      {},
      'TOPIC_CHANGED',
      'it has partition 1 on brokers 1, 3 instead of 1, 2',
    ],
    ['it was made anew', topic({}, { id: 'id-2' }), {}, 'TOPIC_CHANGED', 'its id is id-2, the plan is for id-1'],
    [
      'cannot read its settings',
      topic({}, { configs: { known: false, why: 'DENIED' } }),
      {},
      'NOT_SAFE',
      'cannot read its settings: DENIED',
    ],
    [
      'its shape is another',
      topic({ from: [0n], to: [9n], settings: {} }),
      {},
      'TOPIC_CHANGED',
      'it has 1 partitions instead of 2; settings none instead of retention.ms=5',
    ],
    [
      'nobody leads it',
      topic({}, { partitions: [0, 1].map((index) => ({ index, replicas: [1, 2], inSync: [1, 2] })) }),
      {},
      'NOT_SAFE',
      'no broker leads partitions 0, 1: topic unchanged',
    ],
    [
      'no rule is about it',
      topic(),
      { rules: rulesOf({ prefixes: [] }) },
      'RULES_CHANGED',
      'no rule matches it any more',
    ],
    [
      'it is to be recreated',
      topic(),
      { rules: recreating() },
      'RULES_CHANGED',
      'the rules say recreate now, the plan truncate',
    ],
    ['it is internal by now', topic({}, { internal: true }), {}, 'DENIED_TOPIC', 'internal to Kafka'],
  ])('a truncation is not agreed to when %s', (_, facts, later, code, reason) => {
    expect(truncating(facts, later)).toEqual({ code, reason });
  });

  it('a truncation is not agreed to when the topic is denied by now, whether it is there or not', () => {
    const rules = rulesOf({ deny: ['orders.new'] });

    for (const facts of [topic(), undefined])
      expect(truncating(facts, { rules })).toMatchObject({ code: 'DENIED_TOPIC' });
  });

  it('a truncation is not agreed to when the topic is to be kept by now, but for what is empty up to the plan already', () => {
    const planned = plannedBy(rulesOf(), 'truncate');
    const kept = (from: readonly bigint[]) => ({
      ...topic({ from, to: [200n, 50n] }),
      openTransactions: known([{ partition: 0, producerId: '1' }]),
    });
    const withoutRecords = { canDeleteRecords: false };

    expect(ask(planned, kept([139n, 50n]), rulesOf(), { cluster: withoutRecords })).toMatchObject({ code: 'NOT_SAFE' });
    expect(ask(planned, kept([140n, 49n]), rulesOf(), { cluster: withoutRecords })).toMatchObject({ code: 'NOT_SAFE' });
    expect(ask(planned, kept([140n, 50n]), rulesOf(), { cluster: withoutRecords })).toBeUndefined();
    const unread = { ...kept([140n, 50n]), starts: new Map([[0, known(140n)]]) };
    expect(ask(planned, unread, rulesOf(), { cluster: withoutRecords })).toMatchObject({ code: 'NOT_SAFE' });
  });
});

describe('a recreation', () => {
  it('a recreation is still agreed to while nothing has come', () => {
    expect(remaking(topic())).toBeUndefined();
  });

  it.each<[what: string, facts: TopicFacts, code: string, reason: string]>([
    [
      'records have come',
      topic(grown),
      'TOPIC_IN_USE',
      'new records since the plan, or an open transaction (partition 0 ends at 141): stop its producers and plan again',
    ],
    [
      'the end of one partition cannot be read',
      topic({}, { logEnds: new Map([[0, known(140n)]]) }),
      'NOT_SAFE',
      'cannot read the end of partition 1',
    ],
    [
      'the end of one partition is refused',
      topic({}, { logEnds: new Map([[0, { known: false, why: 'DENIED' }]]) }),
      'NOT_SAFE',
      'cannot read the end of partition 0',
    ],
    ['it is empty by now', topic({ from: [140n, 50n], bytes: 0 }), 'RULES_CHANGED', 'holds no records and no bytes'],
  ])('a recreation is not agreed to when %s', (_, facts, code, reason) => {
    expect(remaking(facts)).toEqual({ code, reason });
  });

  it('a recreation is not agreed to when what a person accepted is not accepted any more', () => {
    const compacted = topic(
      {},
      {
        configs: known([{ name: 'cleanup.policy', value: 'compact', own: false, sensitive: false }]),
      },
    );
    const accepting = recreating({ accept: ['compacted'] });
    const planned = plannedBy(accepting, 'recreate', compacted);

    expect(ask(planned, compacted, accepting)).toBeUndefined();
    expect(ask(planned, compacted, recreating())).toEqual({
      code: 'RULES_CHANGED',
      reason: 'compacted only: it holds state; accept `compacted` to recreate it',
    });
  });
});

describe('a cap', () => {
  const capped = (topicsMax: number, bytesMax?: number) =>
    rulesOf({ caps: { topicsMax, ...(bytesMax === undefined ? {} : { bytesMax }) } });

  it('a cap of topics is passed by one more than it', () => {
    const having = (topics: number) => truncating(topic(), { rules: capped(2), emptied: { topics, bytes: 0 } });

    expect(having(1)).toBeUndefined();
    expect(having(2)).toEqual({ code: 'CAP_PASSED', reason: '3 topics would be emptied, the cap is 2' });
  });

  it('a cap of bytes is passed by one byte, by what the topic held or holds', () => {
    const with_ = (bytes: number, facts = topic()) =>
      truncating(facts, { rules: capped(9, 2_000_000_000), emptied: { topics: 0, bytes } });

    expect(with_(1_999_998_000)).toBeUndefined();
    expect(with_(1_999_998_001)).toEqual({
      code: 'CAP_PASSED',
      reason: 'with it, 2.0 GB would be emptied, the cap is 2.0 GB',
    });
    expect(with_(1_999_998_000, topic({ bytes: 1_001 }))).toMatchObject({ code: 'CAP_PASSED' });
    expect(with_(1_999_998_001, topic({ bytes: 0 }))).toMatchObject({ code: 'CAP_PASSED' });
  });

  it('a cap of bytes is passed by a size that nobody knows, before or now; without such a cap it does not matter', () => {
    const unknown = topic({ bytes: null });
    const refused = { code: 'CAP_PASSED', reason: 'its size is unknown and the cap is 2.0 GB' };
    const rules = capped(9, 2_000_000_000);

    expect(truncating(unknown, { rules })).toEqual(refused);
    expect(ask(plannedBy(rulesOf(), 'truncate', unknown), topic(), rules)).toEqual(refused);
    expect(truncating(unknown)).toBeUndefined();
  });

  it('a cap says nothing about what is not emptied', () => {
    const definition = { name: 'orders.new', partitions: 3, replicationFactor: 2, configs: {} };
    const rules = rulesOf({ prefixes: [], topics: [definition], applyDefinitions: true, caps: { topicsMax: 0 } });
    const planned = planTopic(topic(), { ...claim('none'), definition }, { rules, cluster });

    expect(planned.action).toBe('change');
    expect(ask(planned, topic(), rules)).toBeUndefined();
  });
});

describe('a definition that is applied', () => {
  const definition = {
    name: 'orders.new',
    partitions: 3,
    replicationFactor: 2,
    configs: { 'retention.ms': '9', 'segment.bytes': '7' },
  };
  const rules = rulesOf({ prefixes: [], topics: [definition], applyDefinitions: true });
  const planned = planTopic(topic(), { ...claim('none'), definition }, { rules, cluster });
  const three = { from: [100n, 30n, 0n], to: [140n, 50n, 0n] };

  it.each<[what: string, facts: TopicFacts]>([
    ['nothing of it is there yet', topic()],
    ['its partitions are there', topic(three)],
    ['one of its settings is there', topic({ settings: { 'retention.ms': '9' } })],
    [
      'a setting that the topic did not have is there',
      topic({ settings: { 'retention.ms': '5', 'segment.bytes': '7' } }),
    ],
    ['all of it is there', topic({ ...three, settings: { 'retention.ms': '9', 'segment.bytes': '7' } })],
  ])('a definition that is applied is agreed to when %s: a process that died left that', (_, facts) => {
    expect(ask(planned, facts, rules)).toBeUndefined();
  });

  it.each<[what: string, facts: TopicFacts, reason: string]>([
    [
      'has other partitions',
      topic({ from: [0n, 0n, 0n, 0n], to: [0n, 0n, 0n, 0n] }),
      'it has 4 partitions instead of 2',
    ],
    [
      'has another value',
      topic({ settings: { 'retention.ms': '6' } }),
      'it has settings retention.ms=6 instead of retention.ms=5',
    ],
    [
      'has another setting beside those',
      topic({ settings: { 'retention.ms': '9', 'max.x': '1' } }),
      'it has settings max.x=1 retention.ms=5 instead of retention.ms=5',
    ],
  ])('a definition that is applied is not agreed to when the topic %s', (_, facts, reason) => {
    expect(ask(planned, facts, rules)).toEqual({ code: 'TOPIC_CHANGED', reason });
  });

  it.each(['change', 'truncate'] as const)(
    'a definition that is applied is not agreed to when it was changed since the plan (%s)',
    (action) => {
      const changed = { ...planned, action } as PlannedTopic;
      const otherwise = { ...rules, topics: [{ ...definition, configs: { 'retention.ms': '8' } }] };

      expect(ask(changed, topic(), otherwise)).toEqual({
        code: 'RULES_CHANGED',
        reason: 'its definition differs from the plan',
      });
    },
  );

  it('a definition that is applied to a topic that does not exist is agreed to while it says the same', () => {
    const create = { ...planned, action: 'create' } as PlannedTopic;
    const otherwise = rulesOf({ prefixes: [], topics: [{ ...definition, partitions: 4 }] });
    const another = rulesOf({ topics: [{ ...definition, name: 'orders.old' }, definition] });
    const disagreement = { code: 'RULES_CHANGED', reason: 'its definition differs from the plan' };
    expect(ask(create, undefined, rules)).toBeUndefined();
    expect(ask(create, undefined, another)).toBeUndefined();
    expect(ask(create, undefined, otherwise)).toEqual(disagreement);
    expect(ask(create, undefined, rulesOf())).toEqual(disagreement);
  });
});
