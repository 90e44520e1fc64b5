// Kind -> its permissions facet.
import type { Action } from '#core/action.ts';
import type { Arn } from '#core/aws/arn.ts';
import { alwaysOnPermissions } from './always-on/permissions.ts';
import { auroraClusterPermissions } from './aurora-cluster/permissions.ts';
import { autoScalingGroupPermissions } from './auto-scaling-group/permissions.ts';
import { ecsServicePermissions } from './ecs-service/permissions.ts';
import { eksNodeGroupPermissions } from './eks-node-group/permissions.ts';
import { elastiCacheReplicationGroupPermissions } from './elasticache-replication-group/permissions.ts';
import { httpPermissions } from './http/permissions.ts';
import { metricPermissions } from './metric/permissions.ts';
import { mskClusterPermissions } from './msk-cluster/permissions.ts';
import { mskConnectorPermissions } from './msk-connector/permissions.ts';
import { type KindPermissions, noResourceType, type Permission, seeState } from './permission.ts';
import { rdsInstancePermissions } from './rds-instance/permissions.ts';
import { awsNameOf, type Kind, kinds, type Resource, type ResourceOf } from './resource.ts';
import { sqsQueuePermissions } from './sqs-queue/permissions.ts';
import type { Facts, StatusKind } from './status-kind.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from './status-kinds.ts';
import { vendorPermissions } from './vendor/permissions.ts';

/** The calls of a kind that is described as a value, as its description gives them. */
const permissionsOfStatusKind = (of: StatusKind): KindPermissions<StatusKindName> => {
  const { kind, calls, arn: own, readArns, needs } = of;
  const { named = (name) => name } = own;
  const action = (call: string): string => `${own.service}:${call}`;
  const moreFor = (resources: readonly ResourceOf<StatusKindName>[], arn: Arn, doing: Doing) =>
    resources.flatMap((one) => needs?.(one as unknown as Facts, arn, doing) ?? []);
  const change =
    (to: Action) =>
    (resources: readonly ResourceOf<StatusKindName>[], arn: Arn): readonly Permission[] => [
      {
        actions: { [action(calls[to])]: `${to} resources of kind ${kind}` },
        on: resources.map((one) => arn(own.service, `${own.prefix}${named(awsNameOf(one))}`)),
      },
      ...(to === 'stop' && calls.afterStop
        ? [
            {
              actions: { [action(calls.afterStop)]: 'warn of what a stop has left there' },
              on: resources.map((one) => arn(own.service, `${own.prefix}${named(awsNameOf(one))}`)),
            },
          ]
        : []),
      ...moreFor(resources, arn, to),
    ];
  return {
    observe: (resources, arn) => [
      ...[
        { reads: calls.reads, patterns: readArns },
        { reads: calls.each ?? [], patterns: [`${own.prefix}*`] },
      ].flatMap(({ reads, patterns }) =>
        reads.length === 0
          ? []
          : {
              actions: Object.fromEntries(reads.map((call) => [action(call), seeState])),
              on: patterns?.map((pattern) => arn(own.service, pattern)) ?? { everything: noResourceType },
            },
      ),
      ...moreFor(resources, arn, 'observe'),
    ],
    start: change('start'),
    stop: change('stop'),
  };
};

/** Of the kinds that are described as a value. */
const described = Object.fromEntries(
  statusKindNames.map((name) => [name, permissionsOfStatusKind(statusKindOf(name))]),
) as unknown as { readonly [K in StatusKindName]: KindPermissions<K> };

export type PermissionsByKind = { readonly [K in Kind]: KindPermissions<K> };

const kindPermissions: PermissionsByKind = {
  'rds-instance': rdsInstancePermissions,
  'aurora-cluster': auroraClusterPermissions,
  'ecs-service': ecsServicePermissions,
  'elasticache-replication-group': elastiCacheReplicationGroupPermissions,
  'msk-cluster': mskClusterPermissions,
  'msk-connector': mskConnectorPermissions,
  'auto-scaling-group': autoScalingGroupPermissions,
  'eks-node-group': eksNodeGroupPermissions,
  http: httpPermissions,
  'sqs-queue': sqsQueuePermissions,
  metric: metricPermissions,
  'always-on': alwaysOnPermissions,
  ...described,
  'mongodb-atlas-cluster': vendorPermissions('MongoDB Atlas'),
  'clickhouse-cloud-service': vendorPermissions('ClickHouse Cloud'),
  clickpipe: vendorPermissions('ClickHouse Cloud'),
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
