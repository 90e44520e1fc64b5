// The clients of the rehearsed alarm-notify. Its calls leave no line in the trace: a rehearsal is about the runs, and what
// becomes of a message is a line of its own. Of faults it meets those that are nobody's in particular: a service that is out.
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableDefinitions } from '#definition/versions/definitions.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import { currentDefinition, definitionAgeMs, keptDefinition } from '#definition/versions/in-use.ts';
import type { AlarmNotifyDependencies } from '#functions/alarm-notify/dependencies.ts';
import { alarmStandings, alarmsNow } from '#notify/alarms-now.ts';
import { dynamoNotificationStore } from '#notify/delivery/dynamodb-notifications.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import type { SimulatedService } from './aws/simulated-service.ts';
import type { Clock } from './clock.ts';
import { storedAsItIs } from './definitions-in-table.ts';
import { errorOf, type Faults } from './faults.ts';

export type NotifyPorts = Pick<
  AlarmNotifyDependencies,
  'current' | 'state' | 'notifications' | 'alarmsNow' | 'alarmStandings'
>;

type Command = { readonly schema: readonly [number, string, string]; readonly input: unknown };

type NotifyWorld = {
  readonly clock: Clock;
  readonly faults: Faults;
  readonly dynamodb: SimulatedService;
  readonly cloudwatch: SimulatedService;
};

export const notifyPorts = (world: NotifyWorld, tableName: string, environment: string): NotifyPorts => {
  const sending = (id: 'dynamodb' | 'cloudwatch') => async (command: unknown) => {
    const { schema, input } = command as Command;
    const outage = world.faults.outage(`${id}:${schema[2]}`, world.clock.nowMs());
    if (outage) throw errorOf(outage.error ?? 'InternalFailure', `injected into ${id}:${schema[2]} by the scenario`);
    return world[id].handle(schema[2], input as never);
  };
  const dynamodb = { send: sending('dynamodb') } as unknown as Pick<DynamoDBClient, 'send'>;
  const cloudwatch = { send: sending('cloudwatch') } as unknown as Pick<CloudWatchClient, 'send'>;
  const nowMs = () => world.clock.nowMs();
  const definitions = tableDefinitions({ versions: dynamoReadVersions(dynamodb, tableName), parse: storedAsItIs });
  return {
    current: keptDefinition(currentDefinition(definitions), {
      nowMs,
      maxAgeMs: definitionAgeMs,
      onUnreadable: () => {},
    }),
    state: dynamoStateStore(dynamodb, tableName),
    notifications: dynamoNotificationStore(dynamodb, tableName, environment),
    alarmsNow: alarmsNow(cloudwatch),
    alarmStandings: alarmStandings(cloudwatch),
  };
};
