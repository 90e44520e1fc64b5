// The composition root: puts the ports of a run together from AWS clients. The rehearsal calls it with simulated ones.
import type { RuntimeConfiguration } from '#config/runtime-configuration.ts';
import type { Definition } from '#domain/definition.ts';
import type { Dependencies } from '#engine/dependencies.ts';
import { operatorTopic } from '#notify/operator-topic.ts';
import type { AwsClients } from '#runtime/aws-clients.ts';
import type { Runtime } from '#runtime/runtime.ts';
import { environmentSwitch } from '#runtime/switches.ts';
import { cloudWatchAlarms } from '#services/cloudwatch-alarms.ts';
import { services } from '#services/index.ts';
import { dynamoStateStore } from '#state/dynamodb.ts';

export type Parts = {
  readonly clients: AwsClients;
  readonly configuration: RuntimeConfiguration;
  readonly definition: (environment: string) => Definition;
  readonly runtime: Runtime;
};

export const compose = ({ clients, configuration, definition, runtime }: Parts): Dependencies => ({
  definition,
  runtime,
  services: services(clients),
  alarms: cloudWatchAlarms(clients.cloudwatch),
  state: dynamoStateStore(clients.dynamodb, configuration.tableName),
  isEnabled: environmentSwitch(clients.ssm),
  publish: operatorTopic(clients.sns, configuration.operatorTopicArn),
});
