// May what a definition adds still be done to a topic that the run has emptied?
import { describe, expect, it } from 'vitest';
import { fixStillAgreed } from '#cleanup/plan/agreement.ts';
import { planTopic } from '#cleanup/plan/plan-topic.ts';
import type { TopicFacts } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { rulesOf } from '#test/support/cleanups.ts';
import { claim, cluster, grown, topic } from './agreed-topic.ts';

describe('what a definition adds to a topic that was emptied', () => {
  const definition = { name: 'orders.new', partitions: 3, replicationFactor: 2, configs: { 'retention.ms': '9' } };
  const rulesWith = (strategy: 'truncate' | 'recreate', more: Partial<CleanupRules> = {}) =>
    rulesOf({ prefixes: [{ prefix: 'orders.', strategy }], topics: [definition], applyDefinitions: true, ...more });
  const fixing = (
    facts: TopicFacts | undefined,
    strategy: 'truncate' | 'recreate',
    more: Partial<CleanupRules> = {},
  ) => {
    const planned = planTopic(topic(), { ...claim(strategy), definition }, { rules: rulesWith(strategy), cluster });
    return fixStillAgreed(planned, facts, rulesWith(strategy, more));
  };
  const emptied = topic({ from: [140n, 50n] });

  it.each<[what: string, facts: TopicFacts, strategy: 'truncate' | 'recreate']>([
    ['is empty now', emptied, 'truncate'],
    ['has new records', topic(grown), 'truncate'],
    ['has some of it from a process that died', topic({ settings: { 'retention.ms': '9' } }), 'truncate'],
    ['has a new id', topic({ from: [0n, 0n], to: [0n, 0n] }, { id: 'id-2' }), 'recreate'],
  ])('what a definition adds to a topic that was emptied is agreed to when it %s (%s)', (_, facts, strategy) => {
    expect(fixing(facts, strategy)).toBeUndefined();
  });

  it.each<
    [
      what: string,
      facts: TopicFacts | undefined,
      strategy: 'truncate' | 'recreate',
      rules: Partial<CleanupRules>,
      disagreement: object,
    ]
  >([
    ['is denied since', emptied, 'truncate', { deny: ['orders.new'] }, { code: 'DENIED_TOPIC' }],
    ['is Kafka’s own', { ...emptied, internal: true }, 'truncate', {}, { code: 'DENIED_TOPIC' }],
    ['is defined otherwise since', emptied, 'truncate', { topics: [] }, { code: 'RULES_CHANGED' }],
    [
      'is gone',
      undefined,
      'recreate',
      {},
      { code: 'TOPIC_GONE', reason: 'it no longer exists, or the cluster does not report it' },
    ],
    [
      'cannot be read',
      topic({}, { configs: { known: false, why: 'DENIED' } }),
      'truncate',
      {},
      { code: 'TOPIC_GONE', reason: 'it no longer exists, or the cluster does not report it' },
    ],
    [
      'was made anew',
      topic({}, { id: 'id-2' }),
      'truncate',
      {},
      { code: 'TOPIC_CHANGED', reason: 'its id is id-2, the plan is for id-1' },
    ],
    [
      'was changed',
      topic({ settings: { 'retention.ms': '6' } }, { id: 'id-2' }),
      'recreate',
      {},
      { code: 'TOPIC_CHANGED', reason: 'it has settings retention.ms=6 instead of retention.ms=5' },
    ],
  ])(
    'what a definition adds to a topic that was emptied is left out when it %s',
    (_, facts, strategy, rules, found) => {
      expect(fixing(facts, strategy, rules)).toMatchObject(found);
    },
  );
});
