// `control` over moto: a new stop time is a version and its schedules in two seconds, and CloudFormation is not asked.
import { gzipSync } from 'node:zlib';
import { CreateScheduleGroupCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { beforeAll, expect, it } from 'vitest';
import { awsClients } from '#core/aws/clients.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { controlOver } from '#functions/control/handler.ts';
import { mine } from '#test/shared/access/change-kinds.ts';
import { createTable } from './support/table.ts';

const tableName = 'control';
const clients = awsClients();
const scheduler = clients.clientOf('scheduler', SchedulerClient);
const arn = 'arn:aws:lambda:us-east-1:123456789012:function:curfew-mine';

const targets = {
  runs: { start: `${arn}-start:live`, stop: `${arn}-stop:live` },
  role: 'arn:aws:iam::123456789012:role/curfew-mine-scheduler',
  deadLetters: 'arn:aws:sqs:us-east-1:123456789012:curfew-mine-dead-letters',
};

const ask = controlOver(
  { clients, configuration: { tableName, operatorTopicArn: '', targets: () => targets.runs }, runtime: systemRuntime },
  {
    environment: 'mine',
    targets,
    respond: async () => {},
  },
);

const request = async (body: object) => {
  const requestContext = { http: { method: 'POST' }, authorizer: { iam: { userArn: 'arn:anna' } } };
  const event = { version: '2.0', requestContext, body: JSON.stringify({ environment: 'mine', ...body }) };
  return JSON.parse(((await ask(event, true)) as { readonly body: string }).body);
};

const stop = () => scheduler.send(new GetScheduleCommand({ GroupName: 'curfew-mine', Name: 'stop-1' }));

/** Every request that moto was sent since. */
const recording = async (what: 'start-recording' | 'stop-recording' | 'reset-recording') =>
  fetch(`${process.env.AWS_ENDPOINT_URL}/moto-api/recorder/${what}`, { method: 'POST' });

const recorded = async (): Promise<string> =>
  (await fetch(`${process.env.AWS_ENDPOINT_URL}/moto-api/recorder/download-recording`)).text();

beforeAll(async () => {
  await createTable(clients.dynamodb, tableName);
  await scheduler.send(new CreateScheduleGroupCommand({ Name: 'curfew-mine' }));
  await ask(
    {
      RequestType: 'Create',
      ResponseURL: 'https://answers.invalid/1',
      StackId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/mine-operations/1',
      RequestId: 'r',
      LogicalResourceId: 'Definition',
      ResourceProperties: {
        Environment: 'mine',
        Owner: 'cli',
        Definition: gzipSync(mine).toString('base64'),
        Granted: 'hash',
      },
    },
    false,
  );
});

it('a new stop time is a version with its schedules within two seconds, without a call to CloudFormation', async () => {
  expect((await stop()).ScheduleExpression).toBe('cron(0 20 * * ? *)');
  await recording('reset-recording');
  await recording('start-recording');

  const begun = performance.now();
  const answer = await request({
    verb: 'apply',
    yaml: mine.replace('20:00', '19:00'),
    why: 'winter hours',
    basedOn: 1,
  });
  const seconds = (performance.now() - begun) / 1_000;
  await recording('stop-recording');

  expect(answer).toMatchObject({ kind: 'applied', version: 2, schedules: 'set' });
  expect(seconds).toBeLessThan(2);
  expect((await stop()).ScheduleExpression).toBe('cron(0 19 * * ? *)');
  const calls = await recorded();
  expect(calls).toContain('scheduler');
  expect(calls).not.toContain('cloudformation');
});

it('schedules that are as the definition says are recognised in what AWS gives back, and left alone', async () => {
  const before = await stop();

  expect(await request({ verb: 'schedules' })).toMatchObject({ schedules: 'set' });
  const { $metadata: _one, ...first } = before;
  const { $metadata: _other, ...again } = await stop();
  // Nothing was set that was right: what AWS gives back is recognised.
  expect(again).toEqual(first);
});
