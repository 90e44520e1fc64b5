// Kind -> service. The one place that knows all of them.
import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import type { KafkaClient } from '@aws-sdk/client-kafka';
import type { KafkaConnectClient } from '@aws-sdk/client-kafkaconnect';
import type { RDSClient } from '@aws-sdk/client-rds';
import type { Sends, Services } from './adapter.ts';
import { auroraCluster } from './aurora-cluster/adapter.ts';
import { ecsService } from './ecs-service/adapter.ts';
import { elastiCacheReplicationGroup } from './elasticache-replication-group/adapter.ts';
import { mskCluster } from './msk-cluster/adapter.ts';
import { mskConnector } from './msk-connector/adapter.ts';
import { rdsInstance } from './rds-instance/adapter.ts';

export type ServiceClients = {
  readonly rds: Sends<RDSClient>;
  readonly ecs: Sends<ECSClient>;
  readonly autoscaling: Sends<ApplicationAutoScalingClient>;
  readonly elbv2: Sends<ElasticLoadBalancingV2Client>;
  readonly elasticache: Sends<ElastiCacheClient>;
  readonly kafka: Sends<KafkaClient>;
  readonly kafkaconnect: Sends<KafkaConnectClient>;
};

export const services = (clients: ServiceClients): Services => ({
  'rds-instance': rdsInstance(clients.rds),
  'aurora-cluster': auroraCluster(clients.rds),
  'ecs-service': ecsService(clients),
  'elasticache-replication-group': elastiCacheReplicationGroup(clients.elasticache),
  'msk-cluster': mskCluster(clients.kafka),
  'msk-connector': mskConnector(clients.kafkaconnect),
});
