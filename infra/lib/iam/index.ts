// All that one function of an environment may do. The compiler asks for a file per resource kind.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Action, Definition } from '#domain/definition.ts';
import type { Kind, ResourceOf } from '#domain/resource.ts';
import { functionNamesOf } from '#infra/lib/naming.ts';
import { auroraCluster } from './aurora-cluster.ts';
import { durableExecution } from './durable-execution.ts';
import { ecsService } from './ecs-service.ts';
import { elastiCacheReplicationGroup } from './elasticache-replication-group.ts';
import { environmentSwitch } from './environment-switch.ts';
import { mskCluster } from './msk-cluster.ts';
import { mskConnector } from './msk-connector.ts';
import { operatorTopic } from './operator-topic.ts';
import type { Arn, PermissionsOf } from './permissions.ts';
import { rdsInstance } from './rds-instance.ts';
import { stateTable } from './state-table.ts';

const permissions: { readonly [K in Kind]: PermissionsOf<K> } = {
  'rds-instance': rdsInstance,
  'aurora-cluster': auroraCluster,
  'ecs-service': ecsService,
  'elasticache-replication-group': elastiCacheReplicationGroup,
  'msk-cluster': mskCluster,
  'msk-connector': mskConnector,
};

const kinds = Object.keys(permissions) as Kind[];

/**
 * Only what the definition names may be changed. The code of a function knows every environment's definition, so this
 * is also what keeps an event that names another environment from reaching it.
 */
export const permissionsOf = (action: Action, definition: Definition, arn: Arn): PolicyStatement[] => {
  const { environment, resources } = definition;
  const forKind = <K extends Kind>(kind: K): PolicyStatement[] => {
    const own = resources.filter((resource): resource is ResourceOf<K> => resource.kind === kind);
    return own.length > 0 ? permissions[kind](own, { action, arn }) : [];
  };
  return [
    ...kinds.flatMap((kind) => forKind(kind)),
    ...stateTable(environment, arn),
    ...operatorTopic(environment, arn),
    ...environmentSwitch(environment, arn),
    ...durableExecution(functionNamesOf(environment, action), arn),
  ];
};
