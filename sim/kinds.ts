// Kind -> how it is rehearsed. In the order in which random environments are drawn.
import { auroraClusterRehearsal } from '#kinds/aurora-cluster/rehearsal.ts';
import { ecsServiceRehearsal } from '#kinds/ecs-service/rehearsal.ts';
import { elastiCacheReplicationGroupRehearsal } from '#kinds/elasticache-replication-group/rehearsal.ts';
import { mskClusterRehearsal } from '#kinds/msk-cluster/rehearsal.ts';
import { mskConnectorRehearsal } from '#kinds/msk-connector/rehearsal.ts';
import { rdsInstanceRehearsal } from '#kinds/rds-instance/rehearsal.ts';
import type { Kind } from '#kinds/resource.ts';
import type { KindRehearsal } from './kind-rehearsal.ts';

type Rehearsals = { readonly [K in Kind]: KindRehearsal<K> };

export const rehearsals: Rehearsals = {
  'ecs-service': ecsServiceRehearsal,
  'rds-instance': rdsInstanceRehearsal,
  'aurora-cluster': auroraClusterRehearsal,
  'msk-connector': mskConnectorRehearsal,
  'elasticache-replication-group': elastiCacheReplicationGroupRehearsal,
  'msk-cluster': mskClusterRehearsal,
};

export const rehearsedKinds = Object.keys(rehearsals) as readonly Kind[];

/** Typed so that callers need not know which kind it is. */
export const rehearsalOf = (kind: Kind): KindRehearsal<Kind> => rehearsals[kind] as unknown as KindRehearsal<Kind>;
