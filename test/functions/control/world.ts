// `control` over the simulated AWS: one environment, `mine`, as its stack delivered it.
import { gzipSync } from 'node:zlib';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { SSMClient } from '@aws-sdk/client-ssm';
import { readChangeCalendar } from '#core/aws/change-calendar.ts';
import { dynamoDefinitionVersions } from '#definition/versions/dynamodb.ts';
import { definitionIn } from '#definition/versions/parse.ts';
import type { DeliveryAnswer } from '#functions/control/delivery.ts';
import { control } from '#functions/control/flow.ts';
import { eventBridgeScheduler } from '#run/schedules/scheduler.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { simulatedSsm } from '#sim/aws/messaging.ts';
import { simulatedScheduler } from '#sim/aws/scheduler.ts';
import { errorOf } from '#sim/faults.ts';
import { targets } from '#sim/reconcile-host.ts';
import { mine } from '#test/shared/access/change-kinds.ts';

export const anna = 'arn:aws:sts::000000000000:assumed-role/dev/anna';
export const stackId = 'arn:aws:cloudformation:eu-west-1:000000000000:stack/mine-operations/1';

type Command = { readonly schema: readonly [number, string, string]; readonly input: never };

/** As a function URL delivers it. */
export const byUrl = (request: object, userArn = anna) => ({
  version: '2.0',
  requestContext: { http: { method: 'POST' }, authorizer: { iam: { userArn } } },
  body: JSON.stringify(request),
});

export const controlWorld = () => {
  const db = simulatedDynamoDb(['table']);
  const scheduler = simulatedScheduler(() => {});
  /** Of SSM, by name. */
  const calendars = new Map<string, string>();
  const calls: string[] = [];
  const answered: DeliveryAnswer[] = [];
  let now = Date.parse('2026-11-30T17:00:00Z');
  const refused = new Set<string>();
  const clientOf = (service: { handle(operation: string, input: never): unknown }) => ({
    send: async (command: unknown) => {
      const { schema, input } = command as Command;
      calls.push(schema[2]);
      if (refused.has(schema[2])) throw errorOf('AccessDeniedException', `no right to ${schema[2]}`);
      return service.handle(schema[2], input) as never;
    },
  });
  const dynamodb = clientOf(db) as unknown as DynamoDBClient;
  const versions = dynamoDefinitionVersions(dynamodb, 'table');
  const state = dynamoStateStore(dynamodb, 'table');
  const ask = control({
    versions,
    definitionIn,
    state,
    scheduler: eventBridgeScheduler(clientOf(scheduler) as unknown as SchedulerClient),
    targets,
    readChangeCalendar: readChangeCalendar(clientOf(simulatedSsm(new Map(), calendars)) as unknown as SSMClient),
    environment: 'mine',
    runtime: { now: () => new Date(now) },
    respond: async (_url, answer) => void answered.push(answer),
  });
  const deliver = (yaml: string, { owner = 'cli', type = 'Create', alsoIn = {} } = {}) =>
    ask(
      {
        RequestType: type,
        ResponseURL: 'https://answers.example/1',
        StackId: stackId,
        RequestId: 'r',
        LogicalResourceId: 'Definition',
        ResourceProperties: {
          ServiceToken: 'arn',
          Environment: 'mine',
          Owner: owner,
          Definition: gzipSync(yaml).toString('base64'),
          Granted: 'hash',
          AlsoIn: typeof alsoIn === 'string' ? alsoIn : JSON.stringify(alsoIn),
        },
      },
      false,
    ) as Promise<DeliveryAnswer>;
  /** By the URL, as anna; what is answered, with its status. */
  const request = async (body: object, userArn?: string) => {
    const answer = (await ask(byUrl({ environment: 'mine', ...body }, userArn), true)) as {
      readonly statusCode: number;
      readonly body: string;
    };
    return { status: answer.statusCode, ...JSON.parse(answer.body) };
  };
  return {
    ...{ ask, deliver, request, versions, state, scheduler, calls, answered, calendars },
    refuse(...operations: readonly string[]) {
      for (const one of operations) refused.add(one);
    },
    allow: () => refused.clear(),
    pass: (ms: number) => {
      now += ms;
    },
    stop: () => scheduler.standing('curfew-mine', 'stop-1'),
    start: () => scheduler.standing('curfew-mine', 'start-1'),
  };
};

/** Deployed with the file of the table of changes; v1 is current. */
export const deployedWorld = async (more: Parameters<ReturnType<typeof controlWorld>['deliver']>[1] = {}) => {
  const world = controlWorld();
  await world.deliver(mine, more);
  world.calls.splice(0);
  return world;
};
