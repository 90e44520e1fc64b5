// What the rules of a cleanup say about a cluster as it is now.
import type { CleanupPlan, ClusterFacts } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import type { NamedId } from '../cleanup-run.ts';
import type { KafkaAdmin } from '../kafka/kafka-admin.ts';
import { matchTopics } from './matches.ts';
import { listTopics, observeCluster, observeTopics } from './observe-topics.ts';
import { planCleanup } from './plan-cleanup.ts';

type CurrentPlan = {
  /** Without its hash: only a plan that somebody reads has one. */
  readonly plan: Omit<CleanupPlan, 'hash'>;
  readonly untouched: readonly NamedId[];
  readonly cluster: ClusterFacts;
};

export const currentPlan = async (rules: CleanupRules, admin: KafkaAdmin): Promise<CurrentPlan> => {
  const matches = matchTopics(rules, await listTopics(admin));
  const [cluster, facts] = await Promise.all([
    observeCluster(admin),
    observeTopics(
      admin,
      matches.matched.map(({ topic }) => topic),
    ),
  ]);
  return { plan: planCleanup(rules, matches, facts, cluster), untouched: matches.untouched, cluster };
};
