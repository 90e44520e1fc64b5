// The settings of the containers of upstream images. The services of our own read everything from their secrets.

import { Duration } from 'aws-cdk-lib';
import type { ContainerDefinitionOptions } from 'aws-cdk-lib/aws-ecs';
import { ports } from './config/ports.ts';
import type { Workload } from './core-names.ts';
import { prometheusAgentScript } from './prometheus-agent.ts';

type Container = Partial<Pick<ContainerDefinitionOptions, 'environment' | 'entryPoint' | 'command' | 'healthCheck'>>;

type ContainerSettings = { readonly plane: string; readonly kafkaBootstrapBrokers: () => string };

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

const clickhouseAgent = ({ plane }: ContainerSettings): Container => ({
  entryPoint: ['/bin/sh', '-ec'],
  command: [prometheusAgentScript(plane)],
  healthCheck: {
    command: ['CMD-SHELL', 'wget -q -O /dev/null http://localhost:9090/-/healthy'],
    startPeriod: Duration.seconds(30),
  },
});

/** No load balancer asks after it, and scoring is to start only once the engine answers. */
const camunda: Container = {
  healthCheck: {
    command: ['CMD-SHELL', `curl -fsS -o /dev/null http://localhost:${ports.camunda}/engine-rest/engine`],
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
