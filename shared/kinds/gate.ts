// Gates are only checked: ElastiCache and MSK have no stop (facts/aws-semantics.md 3 and 4.1).
import type { Action } from '#core/action.ts';
import type { CacheObservation } from './elasticache-replication-group/definition.ts';
import type { MskObservation } from './msk-cluster/definition.ts';
import type { Next } from './next.ts';

type Rules = { readonly serves: readonly string[]; readonly broken: readonly string[] };

const rules: Record<'elasticache-replication-group' | 'msk-cluster', Rules> = {
  // During a snapshot or a modification the cache answers its clients.
  'elasticache-replication-group': {
    serves: ['available', 'modifying', 'snapshotting'],
    broken: ['create-failed', 'deleting'],
  },
  'msk-cluster': {
    serves: ['ACTIVE', 'HEALING', 'MAINTENANCE', 'REBOOTING_BROKER', 'UPDATING'],
    broken: ['FAILED', 'DELETING'],
  },
};

export const towardsGate = (action: Action, seen: CacheObservation | MskObservation): Next => {
  if (action === 'stop') return { kind: 'ready', reason: `a gate, unchanged (${seen.status})` };
  const { serves, broken } = rules[seen.kind];
  if (serves.includes(seen.status)) return { kind: 'ready', reason: `a gate: ${seen.status}, can serve` };
  if (broken.includes(seen.status))
    return { kind: 'fail', reason: `status ${seen.status} needs manual action`, code: seen.status };
  return { kind: 'wait', reason: `a gate: ${seen.status}, cannot serve yet` };
};
