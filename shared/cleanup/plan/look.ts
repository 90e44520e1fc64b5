// One look at a cluster through the rules of a cleanup.
import type { CleanupPlan, CleanupRules } from '#core/cleanup.ts';
import type { NamedId } from '../cleanup-run.ts';
import type { KafkaAdmin } from '../kafka/kafka-admin.ts';
import { matchTopics } from './matches.ts';
import { listTopics, observeCluster, observeTopics } from './observe-topics.ts';
import { planCleanup } from './plan-cleanup.ts';

export type Look = { readonly plan: CleanupPlan; readonly untouched: readonly NamedId[] };

export const look = async (rules: CleanupRules, admin: KafkaAdmin): Promise<Look> => {
  const matches = matchTopics(rules, await listTopics(admin));
  const [cluster, facts] = await Promise.all([
    observeCluster(admin),
    observeTopics(
      admin,
      matches.matched.map(({ topic }) => topic),
    ),
  ]);
  return { plan: planCleanup(rules, matches, facts, cluster), untouched: matches.untouched };
};
