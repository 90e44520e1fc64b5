// The six services: what each runs, who reaches it, and what it may do in Kafka.
import { ports } from './config/ports.ts';
import { type TopicsConfig, topicNames } from './config/topics-config.ts';
import type { BuiltImage, SecurityGroupName, Workload } from './core-names.ts';
import type { KafkaAccess } from './iam/kafka-client.ts';
import type { SecretName } from './placeholder-documents.ts';

export type WorkloadSpec = {
  readonly image: { readonly built: BuiltImage } | { readonly upstream: string };
  readonly cpu: 256 | 512 | 1024;
  readonly memoryMib: 512 | 1024 | 2048;
  readonly port?: number;
  /** Where the load balancer asks whether it is well. */
  readonly healthPath?: string;
  /** `ecs` is what Kafka and the cache let in, and what the load balancer reaches on the usual port. */
  readonly securityGroups: readonly SecurityGroupName[];
  readonly secret: SecretName;
  /** By the names of its own environment: two environments may share a cluster. */
  readonly kafka?: (topics: TopicsConfig) => KafkaAccess;
  /** `server`: others reach it by its name. `client`: it reaches servers. */
  readonly serviceConnect?: 'server' | 'client';
};

/** Versions of upstream images are raised here, on purpose, like any other dependency. */
export const workloadSpecs: Readonly<Record<Workload, WorkloadSpec>> = {
  'events-ingestion': {
    image: { built: 'events-ingestion' },
    cpu: 512,
    memoryMib: 1024,
    port: ports.application,
    healthPath: '/health',
    securityGroups: ['ecs'],
    secret: 'events-ingestion',
    kafka: ({ topics }) => ({ writes: [topics.events.name, topics.eventsFailed.name] }),
  },
  'dashboard-backend': {
    image: { built: 'dashboard-backend' },
    cpu: 512,
    memoryMib: 1024,
    port: ports.dashboardBackend,
    healthPath: '/health',
    securityGroups: ['ecs', 'dashboard-backend'],
    secret: 'dashboard-backend',
    // People write the topics that it uses into its secret: any of its environment, with groups of its own.
    kafka: (config) => ({
      writes: topicNames(config),
      reads: { topics: topicNames(config), groups: config.dashboardGroups },
    }),
    serviceConnect: 'client',
  },
  'kafka-ui': {
    image: { upstream: 'ghcr.io/kafbat/kafka-ui:v1.5.0' },
    cpu: 512,
    memoryMib: 1024,
    port: ports.application,
    healthPath: '/actuator/health',
    securityGroups: ['ecs'],
    secret: 'kafka-ui',
    // A view: it reads, and changes nothing.
    kafka: () => ({ inspects: true }),
  },
  scoring: {
    image: { built: 'scoring' },
    cpu: 512,
    memoryMib: 1024,
    port: ports.scoring,
    securityGroups: ['ecs', 'scoring'],
    secret: 'scoring',
    // It only produces: it consumes no topic any more.
    kafka: ({ topics }) => ({ writes: [topics.scores.name, topics.scoringFailed.name] }),
    serviceConnect: 'server',
  },
  camunda: {
    // Camunda Run: the other distributions deploy example applications and a demo user.
    image: { upstream: 'camunda/camunda-bpm-platform:run-7.24.0' },
    cpu: 1024,
    memoryMib: 2048,
    port: ports.camunda,
    securityGroups: ['camunda'],
    secret: 'camunda',
    serviceConnect: 'server',
  },
  'clickhouse-agent': {
    image: { upstream: 'prom/prometheus:v3.5.0' },
    cpu: 256,
    memoryMib: 512,
    securityGroups: ['clickhouse-agent'],
    secret: 'clickhouse-prometheus-agent',
  },
};
