// The settings of the containers of upstream images. The services of our own read everything from their secrets.

import { Duration } from 'aws-cdk-lib';
import type { ContainerDefinitionOptions } from 'aws-cdk-lib/aws-ecs';
import type { NewRelicRegion } from './config/observability-config.ts';
import { ports } from './config/ports.ts';
import type { Workload } from './core-names.ts';
import { prometheusAgentScript } from './prometheus-agent.ts';

type Container = Partial<Pick<ContainerDefinitionOptions, 'environment' | 'entryPoint' | 'command' | 'healthCheck'>>;

type ContainerSettings = {
  readonly plane: string;
  readonly kafkaBootstrapBrokers: () => string;
  readonly newRelicRegion: NewRelicRegion;
};

/** Labelled by the environment: two planes show the same cluster, and people must see on which they are. */
const kafkaUi = ({ plane, kafkaBootstrapBrokers }: ContainerSettings): Container => ({
  environment: {
    AUTH_TYPE: 'LOGIN_FORM',
    KAFKA_CLUSTERS_0_NAME: plane,
    KAFKA_CLUSTERS_0_READONLY: 'true',
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: kafkaBootstrapBrokers(),
    KAFKA_CLUSTERS_0_PROPERTIES_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_CLUSTERS_0_PROPERTIES_SASL_MECHANISM: 'AWS_MSK_IAM',
    KAFKA_CLUSTERS_0_PROPERTIES_SASL_JAAS_CONFIG: 'software.amazon.msk.auth.iam.IAMLoginModule required;',
    KAFKA_CLUSTERS_0_PROPERTIES_SASL_CLIENT_CALLBACK_HANDLER_CLASS:
      'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
  },
});

const clickhouseAgent = ({ plane, newRelicRegion }: ContainerSettings): Container => ({
  entryPoint: ['/bin/sh', '-ec'],
  command: [prometheusAgentScript(plane, newRelicRegion)],
  healthCheck: {
    command: ['CMD-SHELL', 'wget -q -O /dev/null http://localhost:9090/-/healthy'],
    startPeriod: Duration.seconds(30),
  },
});

const engine = `http://localhost:${ports.camunda}/engine-rest/engine`;

/**
 * The engine and its REST API, nothing else: no web applications, no example, no demo user. The production settings ask for a login at
 * the REST API, which scoring has none for; its security group lets in scoring alone.
 */
const camunda: Container = {
  command: ['./camunda.sh', '--production', '--rest'],
  environment: {
    CAMUNDA_BPM_RUN_AUTH_ENABLED: 'false',
    CAMUNDA_BPM_RUN_EXAMPLE_ENABLED: 'false',
    // The database goes away every night: a connection is tried before it is used, and none gets old.
    SPRING_DATASOURCE_HIKARI_CONNECTION_TEST_QUERY: 'SELECT 1',
    SPRING_DATASOURCE_HIKARI_MAX_LIFETIME: '600000',
    SPRING_DATASOURCE_HIKARI_KEEPALIVE_TIME: '60000',
  },
  // No load balancer asks after it, and scoring is to start only once the engine answers.
  healthCheck: {
    command: ['CMD-SHELL', `curl -fsS -o /dev/null ${engine} || wget -q -O /dev/null ${engine}`],
    interval: Duration.seconds(15),
    retries: 5,
    // It makes or migrates its tables before it answers for the first time.
    startPeriod: Duration.minutes(3),
  },
};

export const containerOf = (workload: Workload, settings: ContainerSettings): Container => {
  switch (workload) {
    case 'kafka-ui':
      return kafkaUi(settings);
    case 'clickhouse-agent':
      return clickhouseAgent(settings);
    case 'camunda':
      return camunda;
    default:
      return {};
  }
};
