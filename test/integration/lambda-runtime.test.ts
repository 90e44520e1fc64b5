// The bundles under AWS's own runtime: the emulator of its interface and its client for Node start them as Lambda does, in a
// process of their own. AWS is moto; the service of durable functions is the tests' own.
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsClients } from '#core/aws/clients.ts';
import type { Report } from '#core/report.ts';
import { applyFile, wireFile } from './support/apply.ts';
import { builtBundles } from './support/bundles.ts';
import { durableService } from './support/durable-service.ts';
import { type LambdaFunction, lambdaFunction } from './support/lambda-function.ts';
import { emptyMoto } from './support/moto.ts';
import { createTable } from './support/table.ts';
import { keepSchedulingTasks } from './support/task-scheduler.ts';
import { cluster, createEnvironment, lookAt } from './support/wire-environment.ts';

const clients = awsClients();
const tableName = 'curfew-runtime';
const byHand = { environment: 'wire', requestedBy: 'ana' };

let durable: Awaited<ReturnType<typeof durableService>>;
let variables: Record<string, string>;
let endScheduling: () => Promise<void>;
let afternoon: Awaited<ReturnType<typeof lookAt>>;
const running: LambdaFunction[] = [];

const start = async (name: string): Promise<LambdaFunction> => {
  const started = await lambdaFunction(name, `${builtBundles}/${name}`, variables);
  running.push(started);
  return started;
};

beforeAll(async () => {
  await emptyMoto();
  durable = await durableService();
  await createTable(clients.dynamodb, tableName);
  await applyFile(clients.dynamodb, tableName, 'wire', wireFile);
  const { TopicArn = '' } = await clients.sns.send(new CreateTopicCommand({ Name: 'curfew-operators-wire' }));
  await createEnvironment(clients);
  endScheduling = keepSchedulingTasks(clients.ecs, cluster);
  afternoon = await lookAt(clients);
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:curfew-wire';
  variables = {
    TABLE_NAME: tableName,
    OPERATOR_TOPIC_ARN: TopicArn,
    START_FUNCTION_ARN: `${arn}-start:live`,
    STOP_FUNCTION_ARN: `${arn}-stop:live`,
    ENVIRONMENT: 'wire',
    ROLE_ID: 'AROAWIRE',
    TOPIC_ARN_PREFIX: TopicArn.slice(0, TopicArn.lastIndexOf(':')),
    QUEUE_URL: 'queue',
    DEAD_LETTER_QUEUE_URL: 'dead-letters',
    KAFKA_BOOTSTRAP: '127.0.0.1:1',
    AWS_ENDPOINT_URL_LAMBDA: durable.url,
  };
});

afterAll(async () => {
  await Promise.all(running.map(({ stop }) => stop()));
  await endScheduling?.();
  durable?.close();
});

/** Each invocation in a new process: nothing but the journal tells it where it is. */
const runCold = async (action: 'start' | 'stop') => {
  let last: LambdaFunction | undefined;
  return durable.run(byHand, async () => {
    await last?.stop();
    last = await start(action);
    return last;
  });
};

const outcomes = ({ resources }: Report) => Object.fromEntries(resources.map((one) => [one.resource, one.outcome]));

describe('a night under the Lambda runtime, every invocation in a new process', () => {
  it('a night under the Lambda runtime goes down', async () => {
    const { status, result, error, invocations } = await runCold('stop');

    expect({ status, error }).toEqual({ status: 'SUCCEEDED', error: undefined });
    expect(result).toMatchObject({ action: 'stop', outcome: 'done', warnings: [] });
    expect(invocations).toBeGreaterThan(1);
    const { databases, services } = await lookAt(clients);
    expect(new Set(Object.values(databases))).toEqual(new Set(['stopped']));
    expect(new Set(Object.values(services))).toEqual(new Set([0]));
  }, 120_000);

  it('a night under the Lambda runtime is looked at by reconcile, which finds it as it is due to be', async () => {
    const reconcile = await start('reconcile');

    const found = await reconcile.invoke({ environment: 'wire' });

    expect(found).toMatchObject([{ environment: 'wire', kind: 'nothing', reason: 'everything is down' }]);
    expect(reconcile.log()).not.toContain('"level":"ERROR"');
  });

  it('a night under the Lambda runtime comes up again, with every count of the afternoon', async () => {
    const { status, result, error } = await runCold('start');

    expect({ status, error }).toEqual({ status: 'SUCCEEDED', error: undefined });
    expect(outcomes(result as Report)).toMatchObject({
      'dashboard-db': 'done',
      scoring: 'done',
      'kafka-ui': 'skipped',
    });
    expect(await lookAt(clients)).toEqual(afternoon);
  }, 120_000);
});

describe('a function under the Lambda runtime', () => {
  it('alarm-notify gives a message back to its queue when its secret cannot be read', async () => {
    const notify = await start('alarm-notify');
    const body = JSON.stringify({ Type: 'Notification', MessageId: 'm-1', TopicArn: 'arn', Message: 'hello' });
    const record = { messageId: 'sqs-1', body, eventSource: 'aws:sqs', attributes: { ApproximateReceiveCount: '1' } };

    expect(await notify.invoke({ Records: [] })).toEqual({ batchItemFailures: [] });
    expect(await notify.invoke({ Records: [record] })).toEqual({ batchItemFailures: [{ itemIdentifier: 'sqs-1' }] });
  });

  it('reconcile answers an environment that it does not know with a sentence, and is not tried again', async () => {
    const reconcile = await start('reconcile');

    expect(await reconcile.invoke({ environment: 'mars' })).toEqual({ refused: expect.stringContaining('mars') });
  });

  it('cleanup refuses an event that it does not know with an error that people can read', async () => {
    const cleanup = await start('cleanup');
    const event = { environment: 'wire', explode: true };

    const refused = (await cleanup.invoke(event)) as { errorType: string; errorMessage: string };

    expect(refused.errorType).toBe('InputError');
    expect(refused.errorMessage).toContain('explode');
    // A second one is answered by the same process: a refusal ends nothing.
    expect(await cleanup.invoke(event)).toMatchObject({ errorType: 'InputError' });
  });
});
