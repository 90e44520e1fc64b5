// Kind -> its definition facet. The kinds that there are, their order, and their types follow from it.
import { auroraCluster } from './aurora-cluster/definition.ts';
import { ecsService } from './ecs-service/definition.ts';
import { elastiCacheReplicationGroup } from './elasticache-replication-group/definition.ts';
import { mskCluster } from './msk-cluster/definition.ts';
import { mskConnector } from './msk-connector/definition.ts';
import { rdsInstance } from './rds-instance/definition.ts';

export const kindDefinitions = {
  'rds-instance': rdsInstance,
  'aurora-cluster': auroraCluster,
  'ecs-service': ecsService,
  'elasticache-replication-group': elastiCacheReplicationGroup,
  'msk-cluster': mskCluster,
  'msk-connector': mskConnector,
};
