// Kind -> its permissions facet.
import { auroraClusterPermissions } from './aurora-cluster/permissions.ts';
import { ecsServicePermissions } from './ecs-service/permissions.ts';
import { elastiCacheReplicationGroupPermissions } from './elasticache-replication-group/permissions.ts';
import { mskClusterPermissions } from './msk-cluster/permissions.ts';
import { mskConnectorPermissions } from './msk-connector/permissions.ts';
import type { Arn, KindPermissions, Permission } from './permission.ts';
import { rdsInstancePermissions } from './rds-instance/permissions.ts';
import { type Kind, kinds, type Resource, type ResourceOf } from './resource.ts';

const kindPermissions: { readonly [K in Kind]: KindPermissions<K> } = {
  'rds-instance': rdsInstancePermissions,
  'aurora-cluster': auroraClusterPermissions,
  'ecs-service': ecsServicePermissions,
  'elasticache-replication-group': elastiCacheReplicationGroupPermissions,
  'msk-cluster': mskClusterPermissions,
  'msk-connector': mskConnectorPermissions,
};

export type Doing = keyof KindPermissions<Kind>;

/** What doing that to these resources needs, kind by kind; nothing for kinds that are not among them. */
export const permissionsFor = (doing: Doing, resources: readonly Resource[], arn: Arn): Permission[] => {
  const ofKind = <K extends Kind>(kind: K): readonly Permission[] => {
    const own = resources.filter((resource): resource is ResourceOf<K> => resource.kind === kind);
    const permissions: KindPermissions<K> = kindPermissions[kind];
    return own.length > 0 ? permissions[doing](own, arn) : [];
  };
  return kinds.flatMap((kind) => ofKind(kind));
};
