// Kind -> its definition facet. The kinds that there are, their order, and their types follow from it.
import type * as z from 'zod';
import { auroraCluster } from './aurora-cluster/definition.ts';
import { autoScalingGroup } from './auto-scaling-group/definition.ts';
import { ecsService } from './ecs-service/definition.ts';
import { eksNodeGroup } from './eks-node-group/definition.ts';
import { elastiCacheReplicationGroup } from './elasticache-replication-group/definition.ts';
import { mskCluster } from './msk-cluster/definition.ts';
import { mskConnector } from './msk-connector/definition.ts';
import { rdsInstance } from './rds-instance/definition.ts';
import { definitionOfStatusKind, type StatusKind } from './status-kind.ts';
import { type StatusKindName, statusKinds } from './status-kinds.ts';

/** What a description as a value says of its definition. */
type Described = {
  [K in StatusKindName]: ReturnType<typeof definitionOfStatusKind<K, (typeof statusKinds)[K]['fields']>>;
};

const described = Object.fromEntries(
  Object.entries(statusKinds).map(([name, kind]) => [
    name,
    definitionOfStatusKind<string, z.ZodRawShape>(kind as unknown as StatusKind),
  ]),
) as unknown as Described;

export const kindDefinitions = {
  'rds-instance': rdsInstance,
  'aurora-cluster': auroraCluster,
  'ecs-service': ecsService,
  'elasticache-replication-group': elastiCacheReplicationGroup,
  'msk-cluster': mskCluster,
  'msk-connector': mskConnector,
  'auto-scaling-group': autoScalingGroup,
  'eks-node-group': eksNodeGroup,
  ...described,
};
