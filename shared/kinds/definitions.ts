// Kind -> its definition facet. The kinds that there are, their order, and their types follow from it.
import type * as z from 'zod';
import { alwaysOn } from './always-on/definition.ts';
import { auroraCluster } from './aurora-cluster/definition.ts';
import { autoScalingGroup } from './auto-scaling-group/definition.ts';
import { ecsService } from './ecs-service/definition.ts';
import { eksNodeGroup } from './eks-node-group/definition.ts';
import { elastiCacheReplicationGroup } from './elasticache-replication-group/definition.ts';
import { http } from './http/definition.ts';
import { metric } from './metric/definition.ts';
import { mskCluster } from './msk-cluster/definition.ts';
import { mskConnector } from './msk-connector/definition.ts';
import { rdsInstance } from './rds-instance/definition.ts';
import { sqsQueue } from './sqs-queue/definition.ts';
import { definitionOfStatusKind, type StatusKind } from './status-kind.ts';
import { type StatusKindName, statusKinds } from './status-kinds.ts';
import { definitionOfVendorKind, type VendorKind } from './vendor/vendor-kind.ts';
import { type VendorKindName, vendorKinds } from './vendor/vendor-kinds.ts';

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

type OfVendors = {
  [K in VendorKindName]: ReturnType<typeof definitionOfVendorKind<K, (typeof vendorKinds)[K]['fields']>>;
};

const ofVendors = Object.fromEntries(
  Object.entries(vendorKinds).map(([name, kind]) => [
    name,
    definitionOfVendorKind<string, z.ZodRawShape>(kind as unknown as VendorKind),
  ]),
) as unknown as OfVendors;

export const kindDefinitions = {
  'rds-instance': rdsInstance,
  'aurora-cluster': auroraCluster,
  'ecs-service': ecsService,
  'elasticache-replication-group': elastiCacheReplicationGroup,
  'msk-cluster': mskCluster,
  'msk-connector': mskConnector,
  'auto-scaling-group': autoScalingGroup,
  'eks-node-group': eksNodeGroup,
  http,
  'sqs-queue': sqsQueue,
  metric,
  'always-on': alwaysOn,
  ...described,
  ...ofVendors,
};
