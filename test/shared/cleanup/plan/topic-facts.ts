// What a plan knows of a topic and of its cluster.
import type { TopicMatch } from '#cleanup/plan/matches.ts';
import { type PlanInputs, planTopic } from '#cleanup/plan/plan-topic.ts';
import type { ClusterFacts, ConfigFact, TopicFacts } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { recreating, rulesOf } from '#test/support/cleanups.ts';

export const known = <T>(value: T) => ({ known: true, value }) as const;
export const hidden = (why: string) => ({ known: false, why }) as const;
export const each = <T>(...values: readonly T[]) => new Map(values.map((value, index) => [index, known(value)]));

export const config = (name: string, value: string | null, more: Partial<ConfigFact> = {}): ConfigFact => ({
  name,
  value,
  own: true,
  sensitive: false,
  ...more,
});
export const plain = [config('cleanup.policy', 'delete', { own: false }), config('retention.ms', '5000')];

export const partition = (
  index: number,
  replicas = [1, 2],
  inSync = replicas,
  leader: number | undefined = replicas[0],
) => ({
  index,
  replicas,
  inSync,
  ...(leader === undefined ? {} : { leader }),
});

/** Three partitions with retention: none of their logs begins at 0, and the second is empty. 60 records. */
export const topic = (more: Partial<TopicFacts> = {}): TopicFacts => ({
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

export const here = (rules: CleanupRules, more: Partial<ClusterFacts> = {}): PlanInputs => ({
  rules,
  cluster: { ...cluster, ...more },
});
const truncating: TopicMatch = { matchedBy: 'prefix orders.', strategy: 'truncate', isNamed: false };
const remaking: TopicMatch = { ...truncating, strategy: 'recreate' };

export const truncate = (facts: Partial<TopicFacts> = {}, more: Partial<ClusterFacts> = {}, rules = rulesOf()) =>
  planTopic(topic(facts), truncating, here(rules, more));
export const recreate = (facts: Partial<TopicFacts> = {}, more: Partial<ClusterFacts> = {}, rules = recreating()) =>
  planTopic(topic(facts), remaking, here(rules, more));
