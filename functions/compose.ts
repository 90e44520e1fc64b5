// The composition root: puts the ports of a run together from AWS clients. The rehearsal calls it with simulated ones.

import type { AwsClients } from '#core/aws/clients.ts';
import { operatorTopic } from '#core/operator-topic.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { RuntimeConfiguration } from '#definition/runtime-configuration.ts';
import type { Definitions } from '#definition/versions/definitions.ts';
import { services } from '#kinds/adapters.ts';
import { standaloneTasks } from '#kinds/ecs-service/standalone.ts';
import { windowsOf } from '#kinds/windows.ts';
import { cloudWatchAlarms } from '#run/alarms/cloudwatch-alarms.ts';
import type { Beginning } from '#run/dependencies.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { environmentSwitch } from '#run/switches.ts';

export type Parts = {
  readonly clients: AwsClients;
  readonly configuration: RuntimeConfiguration;
  readonly definitions: Definitions;
  readonly runtime: Runtime;
};

export const compose = ({ clients, configuration, definitions, runtime }: Parts): Beginning => ({
  definitions,
  runtime,
  services: services(clients, runtime),
  standaloneTasks: standaloneTasks(clients.ecs),
  alarms: cloudWatchAlarms(clients.cloudwatch),
  state: dynamoStateStore(clients.dynamodb, configuration.tableName),
  isEnabled: environmentSwitch(clients.ssm),
  windows: windowsOf(clients),
  publish: operatorTopic(clients.sns, configuration.operatorTopicArn),
});
