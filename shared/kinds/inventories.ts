// Everything in a region that an environment could be made of. Only reads; secrets are not among what is read.
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ECSClient } from '@aws-sdk/client-ecs';
import { EKSClient } from '@aws-sdk/client-eks';
import type { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import type { KafkaClient } from '@aws-sdk/client-kafka';
import type { KafkaConnectClient } from '@aws-sdk/client-kafkaconnect';
import type { RDSClient } from '@aws-sdk/client-rds';
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends } from './adapter.ts';
import type { ClientOf } from './adapters.ts';
import { alwaysOnResources } from './always-on/inventory.ts';
import { autoScalingGroups } from './auto-scaling-group/inventory.ts';
import { clickhouseServices } from './clickhouse-cloud-service/inventory.ts';
import { ecsServices } from './ecs-service/inventory.ts';
import { eksNodeGroups } from './eks-node-group/inventory.ts';
import { caches } from './elasticache-replication-group/inventory.ts';
import { newReader, type Reader } from './inventory/reader.ts';
import { letInBySecurityGroups } from './inventory/security-groups.ts';
import type { Found, Inventory } from './inventory.ts';
import { atlasApi } from './mongodb-atlas-cluster/api.ts';
import { atlasClusters } from './mongodb-atlas-cluster/inventory.ts';
import { kafkaClusters, kafkaConnectors } from './msk-connector/inventory.ts';
import { databases } from './rds-instance/inventory.ts';
import { statusAdapterOf } from './status-adapters.ts';
import { inventoryOfStatusKind } from './status-inventory.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from './status-kinds.ts';
import { clickhouseCloud } from './vendor/clickhouse-cloud.ts';
import { WebClient } from './web/web-client.ts';

type InventoryClients = {
  readonly rds: Sends<RDSClient>;
  readonly ecs: Sends<ECSClient>;
  readonly elasticache: Sends<ElastiCacheClient>;
  readonly kafka: Sends<KafkaClient>;
  readonly kafkaconnect: Sends<KafkaConnectClient>;
  readonly ec2: Sends<EC2Client>;
  readonly clientOf: ClientOf;
};

/** Those of a kind that is described as a value. */
const describedOf = (
  name: StatusKindName,
  { clientOf }: InventoryClients,
  reader: Reader,
  wantsTags: boolean,
): Promise<Found[]> => {
  const kind = statusKindOf(name);
  const adapter = statusAdapterOf(name);
  const tagging = wantsTags ? clientOf('tagging', ResourceGroupsTaggingAPIClient) : undefined;
  return inventoryOfStatusKind(kind, adapter, clientOf(kind.calls.service, adapter.client), reader, tagging);
};

/** Names of secrets, and how long a vendor is waited for that asks for it. */
export type VendorSecrets = {
  readonly atlas: readonly string[];
  readonly clickhouse: readonly string[];
  readonly runtime: Pick<Runtime, 'now' | 'pause'>;
};

/** Each secret shows what it may see; vendors that nobody names are not asked. */
const ofVendors = async (
  { clientOf }: InventoryClients,
  vendors: VendorSecrets | undefined,
  reader: Reader,
): Promise<Found[]> => {
  if (!vendors) return [];
  const { atlas, clickhouse, runtime } = vendors;
  const secrets = clientOf('secretsmanager', SecretsManagerClient);
  const ask = atlasApi(clientOf('mongodbatlas', WebClient), secrets, runtime);
  const cloud = clickhouseCloud(clientOf('clickhousecloud', WebClient), secrets, runtime);
  const found = await Promise.all([
    ...atlas.map((secret) => atlasClusters(ask, secret, reader)),
    ...clickhouse.map((secret) => clickhouseServices(cloud, secret, reader)),
  ]);
  return found.flat();
};

/**
 * `wantsTags`: also those tags that AWS lists for one resource at a time only. What AWS refuses is listed as unread; throws
 * `OperationError` when it answers nothing at all.
 */
export const readInventory = async (
  clients: InventoryClients,
  wantsTags: boolean,
  vendors?: VendorSecrets,
): Promise<Inventory> => {
  const reader = newReader();
  const describing = Promise.all(statusKindNames.map((kind) => describedOf(kind, clients, reader, wantsTags)));
  const grouping = Promise.all([
    autoScalingGroups(clients.clientOf('ec2autoscaling', AutoScalingClient), reader),
    eksNodeGroups(clients.clientOf('eks', EKSClient), reader),
  ]);
  const [services, stored, cached, clusters, connectors] = await Promise.all([
    ecsServices(clients.ecs, reader),
    databases(clients.rds, reader),
    caches(clients.elasticache, reader, wantsTags),
    kafkaClusters(clients.kafka, reader),
    kafkaConnectors(clients.kafkaconnect, reader, wantsTags),
  ]);
  const [grouped, ofStatus, sold] = await Promise.all([grouping, describing, ofVendors(clients, vendors, reader)]);
  const described = [grouped, ofStatus].flat(2);
  const fixed = await alwaysOnResources(clients.clientOf('tagging', ResourceGroupsTaggingAPIClient), reader);
  reader.mustHaveRead();
  const stores = [...stored, ...cached.found, ...clusters];
  const asked = [...stores, ...described];
  const letIn = await letInBySecurityGroups(
    clients.ec2,
    asked.flatMap(({ groups }) => groups),
    reader,
  );
  return {
    found: [...stores, ...services, ...connectors, ...described, ...fixed, ...sold],
    others: cached.others,
    letIn,
    unread: reader.unread(),
  };
};
