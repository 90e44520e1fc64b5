// A topic as it was planned and as it is now, for the comparison before an act.
import type { TopicMatch } from '#cleanup/plan/matches.ts';
import { planTopic } from '#cleanup/plan/plan-topic.ts';
import type { ClusterFacts, TopicFacts } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { each, known, cluster as twoBrokers } from './topic-facts.ts';

export const cluster: ClusterFacts = { ...twoBrokers, brokers: 3 };

type Now = {
  from?: readonly bigint[];
  to?: readonly bigint[];
  settings?: Record<string, string>;
  bytes?: number | null;
};

/** Two partitions, 40 records and 20. */
export const topic = (
  { from = [100n, 30n], to = [140n, 50n], settings = { 'retention.ms': '5' }, bytes = 1_000 }: Now = {},
  more: Partial<TopicFacts> = {},
): TopicFacts => ({
  name: 'orders.new',
  id: 'id-1',
  internal: false,
  partitions: to.map((_, index) => ({ index, leader: 1, replicas: [1, 2], inSync: [1, 2] })),
  configs: known([
    { name: 'cleanup.policy', value: 'delete', own: false, sensitive: false },
    ...Object.entries(settings).map(([name, value]) => ({ name, value, own: true, sensitive: false })),
  ]),
  starts: each(...from),
  ends: each(...to),
  logEnds: each(...to),
  openTransactions: known([]),
  bytes: bytes === null ? new Map() : each(...to.map(() => bytes)),
  ...more,
});

export const claim = (strategy: TopicMatch['strategy']): TopicMatch => ({
  matchedBy: 'prefix orders.',
  strategy,
  isNamed: false,
});
export const plannedBy = (rules: CleanupRules, strategy: TopicMatch['strategy'], facts = topic()) =>
  planTopic(facts, claim(strategy), { rules, cluster });

export const grown = { to: [141n, 50n] };
export const placed = (...replicas: number[][]) =>
  topic({}, { partitions: replicas.map((of, index) => ({ index, leader: 1, replicas: of, inSync: of })) });
