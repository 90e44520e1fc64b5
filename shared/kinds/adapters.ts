// Kind -> service. The one place that knows all of them.
import type { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { ECSClient } from '@aws-sdk/client-ecs';
import { EKSClient } from '@aws-sdk/client-eks';
import type { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import type { KafkaClient } from '@aws-sdk/client-kafka';
import type { KafkaConnectClient } from '@aws-sdk/client-kafkaconnect';
import type { RDSClient } from '@aws-sdk/client-rds';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends, Service, Services } from './adapter.ts';
import { alwaysOnGate } from './always-on/adapter.ts';
import { auroraCluster } from './aurora-cluster/adapter.ts';
import { autoScalingGroup } from './auto-scaling-group/adapter.ts';
import { blueGreenOf } from './blue-green.ts';
import { clickhouseCloudServices } from './clickhouse-cloud-service/adapter.ts';
import { clickpipes } from './clickpipe/adapter.ts';
import { ecsService } from './ecs-service/adapter.ts';
import { eksNodeGroup } from './eks-node-group/adapter.ts';
import { elastiCacheReplicationGroup } from './elasticache-replication-group/adapter.ts';
import { httpGate } from './http/adapter.ts';
import { metricGate } from './metric/adapter.ts';
import { mongodbAtlas } from './mongodb-atlas-cluster/adapter.ts';
import { mskCluster } from './msk-cluster/adapter.ts';
import { mskConnector } from './msk-connector/adapter.ts';
import { rdsInstance } from './rds-instance/adapter.ts';
import type { Kind } from './resource.ts';
import { sqsQueueGate } from './sqs-queue/adapter.ts';
import { serviceOfStatusKind } from './status-adapter.ts';
import { statusAdapterOf } from './status-adapters.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from './status-kinds.ts';
import { clickhouseCloud } from './vendor/clickhouse-cloud.ts';
import { vendorService } from './vendor/vendor-service.ts';
import { WebClient } from './web/web-client.ts';

/** A client of a service by the name that its calls have in traces: made when it is first used. */
export type ClientOf = <C>(service: string, client: new (settings: Record<string, unknown>) => C) => C;

export type ServiceClients = {
  readonly rds: Sends<RDSClient>;
  readonly ecs: Sends<ECSClient>;
  readonly autoscaling: Sends<ApplicationAutoScalingClient>;
  readonly elbv2: Sends<ElasticLoadBalancingV2Client>;
  readonly elasticache: Sends<ElastiCacheClient>;
  readonly kafka: Sends<KafkaClient>;
  readonly kafkaconnect: Sends<KafkaConnectClient>;
  readonly clientOf: ClientOf;
};

/** Made when it is first used, so that an environment without such a kind makes no client for it. */
const lazily = <K extends Kind>(make: () => Service<K>): Service<K> => {
  let made: Service<K> | undefined;
  const service = (): Service<K> => {
    made ??= make();
    return made;
  };
  return {
    observe: (resources, towards) => service().observe(resources, towards),
    act: (resource, effect) => service().act(resource, effect),
  };
};

/** `autoscaling` in traces is Application Auto Scaling. */
const autoScalingClientOf = ({ clientOf }: Pick<ServiceClients, 'clientOf'>) =>
  clientOf('ec2autoscaling', AutoScalingClient);

const described = ({ clientOf }: ServiceClients, runtime: Pick<Runtime, 'now'>) =>
  Object.fromEntries(
    statusKindNames.map((name) => {
      const kind = statusKindOf(name);
      const adapter = statusAdapterOf(name);
      const client = () => clientOf(kind.calls.service, adapter.client);
      return [name, lazily(() => serviceOfStatusKind(kind, adapter, client(), runtime))];
    }),
  ) as unknown as Pick<Services, StatusKindName>;

const ofVendors = ({ clientOf }: ServiceClients, runtime: Pick<Runtime, 'now' | 'pause'>) => {
  const secrets = () => clientOf('secretsmanager', SecretsManagerClient);
  const clickhouse = () => clickhouseCloud(clientOf('clickhousecloud', WebClient), secrets(), runtime);
  return {
    'mongodb-atlas-cluster': lazily(() =>
      vendorService('mongodb-atlas-cluster', mongodbAtlas(clientOf('mongodbatlas', WebClient), secrets(), runtime)),
    ),
    'clickhouse-cloud-service': lazily(() =>
      vendorService('clickhouse-cloud-service', clickhouseCloudServices(clickhouse())),
    ),
    clickpipe: lazily(() => vendorService('clickpipe', clickpipes(clickhouse()))),
  };
};

const databases = ({ rds }: ServiceClients, runtime: Pick<Runtime, 'now'>) => {
  const readBlueGreen = blueGreenOf(rds, runtime);
  return {
    'rds-instance': rdsInstance(rds, readBlueGreen, runtime),
    'aurora-cluster': auroraCluster(rds, readBlueGreen, runtime),
  };
};

export const services = (clients: ServiceClients, runtime: Pick<Runtime, 'now' | 'pause'>): Services => ({
  ...databases(clients, runtime),
  'ecs-service': ecsService(clients, runtime),
  'elasticache-replication-group': elastiCacheReplicationGroup(clients.elasticache),
  'msk-cluster': mskCluster(clients.kafka),
  'msk-connector': mskConnector(clients.kafkaconnect),
  'auto-scaling-group': lazily(() => autoScalingGroup(autoScalingClientOf(clients))),
  'eks-node-group': lazily(() => eksNodeGroup(clients.clientOf('eks', EKSClient), autoScalingClientOf(clients))),
  http: lazily(() => httpGate(clients.clientOf('http', WebClient))),
  'sqs-queue': lazily(() => sqsQueueGate(clients.clientOf('sqs', SQSClient), runtime)),
  metric: lazily(() => metricGate(clients.clientOf('cloudwatch', CloudWatchClient), runtime)),
  'always-on': lazily(() => alwaysOnGate(clients.clientOf('http', WebClient))),
  ...described(clients, runtime),
  ...ofVendors(clients, runtime),
});
