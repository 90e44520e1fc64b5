// The function `control` of a deployed environment over a table of its own: it takes what a stack delivers, and applies what the
// granted rights cover.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { readChangeCalendar } from '#core/aws/change-calendar.ts';
import { dynamoDefinitionVersions } from '#definition/versions/dynamodb.ts';
import { definitionIn } from '#definition/versions/parse.ts';
import { control } from '#functions/control/flow.ts';
import { eventBridgeScheduler } from '#run/schedules/scheduler.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { simulatedSsm } from '#sim/aws/messaging.ts';
import { simulatedScheduler } from '#sim/aws/scheduler.ts';
import type { SimulatedService } from '#sim/aws/simulated-service.ts';
import { targets } from '#sim/reconcile-host.ts';

type SimulatedControl = {
  readonly ask: (request: Readonly<Record<string, unknown>>) => Promise<unknown>;
  /** Answers with why it fails. */
  readonly deliver: (properties: Readonly<Record<string, unknown>>) => Promise<string | undefined>;
};

type Command = { readonly schema: readonly [number, string, string]; readonly input: never };

const clientOf = <C>({ handle }: SimulatedService): C =>
  ({
    async send(command: unknown) {
      const { schema, input } = command as Command;
      return handle(schema[2], input);
    },
  }) as C;

const tableName = 'curfew-state';

type Delivery = { readonly Status: string; readonly Reason?: string };

export const simulatedControl = (environment: string, now: () => number): SimulatedControl => {
  const dynamodb = clientOf<DynamoDBClient>(simulatedDynamoDb([tableName]));
  const scheduler = simulatedScheduler(() => {});
  const carryOut = control({
    versions: dynamoDefinitionVersions(dynamodb, tableName),
    definitionIn,
    state: dynamoStateStore(dynamodb, tableName),
    scheduler: eventBridgeScheduler(clientOf<SchedulerClient>(scheduler)),
    targets,
    environment,
    runtime: { now: () => new Date(now()) },
    readChangeCalendar: readChangeCalendar(clientOf<SSMClient>(simulatedSsm(new Map()))),
    respond: async () => {},
  });
  return {
    ask: (request) => carryOut(request, false),
    async deliver(ResourceProperties) {
      const event = {
        RequestType: 'Create',
        ResponseURL: 'https://answers.example/1',
        StackId: `arn:aws:cloudformation:simulated:000000000000:stack/curfew-${environment}/1`,
        RequestId: 'request',
        LogicalResourceId: 'Definition',
        ResourceProperties,
      };
      const { Status, Reason = '' } = (await carryOut(event, false)) as Delivery;
      return Status === 'SUCCESS' ? undefined : Reason;
    },
  };
};
