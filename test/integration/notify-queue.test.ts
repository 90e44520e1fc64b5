// The built bundle of `alarm-notify` behind a real queue: what SQS shows again, delays, refuses and gives up is not ours to
// simulate here. Slack is a server that behaves like it; the state table is moto's.
import { pathToFileURL } from 'node:url';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { awsClients } from '#core/aws/clients.ts';
import { pause } from '#core/runtime/pause.ts';
import type { NotifyParts } from '#functions/alarm-notify/handler.ts';
import { notificationQueue } from '#notify/delivery/queue.ts';
import { alarmBody } from '#test/support/notify-bench.ts';
import { type SlackServer, slackServer } from '#test/support/slack-server.ts';
import { applyFile, stagingFile } from './support/apply.ts';
import { builtBundles } from './support/bundles.ts';
import { createTable } from './support/table.ts';

type Handler = (
  event: unknown,
  context: { awsRequestId: string; getRemainingTimeInMillis: () => number },
) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>;

const endpoint = process.env.SQS_ENDPOINT;
if (!endpoint) throw new Error('SQS_ENDPOINT is not set: run these tests with npm run test:integration');
const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'a' } });
const { dynamodb, sns, cloudwatch } = { ...awsClients(), cloudwatch: { send: async () => ({}) } };
const receivesMax = 3;
let rounds = 0;
let slack: SlackServer;
let urls: { queueUrl: string; deadLetterQueueUrl: string };
let invoke: Handler;

const createdQueue = async (name: string, Attributes: Record<string, string>): Promise<string> =>
  (await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }))).QueueUrl ?? '';

/** The queues of the deployment, with a shorter patience. */
const createQueues = async (name: string): Promise<typeof urls> => {
  const deadLetterQueueUrl = await createdQueue(`${name}-dead`, {});
  const about = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetterQueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const RedrivePolicy = JSON.stringify({
    deadLetterTargetArn: about.Attributes?.QueueArn,
    maxReceiveCount: receivesMax,
  });
  return { deadLetterQueueUrl, queueUrl: await createdQueue(name, { VisibilityTimeout: '1', RedrivePolicy }) };
};

const received = async (QueueUrl: string, WaitTimeSeconds: number): Promise<Message[]> => {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      WaitTimeSeconds,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
};

/** One turn of Lambda's poller: what was handed over and not reported as failed is deleted. The ids of what failed. */
const poll = async (waitSeconds = 3): Promise<{ taken: Message[]; failed: string[] }> => {
  const taken = await received(urls.queueUrl, waitSeconds);
  const Records = taken.map(({ MessageId, Body, Attributes }) => ({
    messageId: MessageId,
    body: Body,
    attributes: Attributes,
    eventSource: 'aws:sqs',
  }));
  if (Records.length === 0) return { taken, failed: [] };
  const { batchItemFailures } = await invoke(
    { Records },
    { awsRequestId: 'request', getRemainingTimeInMillis: () => 30_000 },
  );
  const failed = batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  for (const { MessageId = '', ReceiptHandle } of taken)
    if (!failed.includes(MessageId))
      await sqs.send(new DeleteMessageCommand({ QueueUrl: urls.queueUrl, ReceiptHandle }));
  return { taken, failed };
};

const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: urls.queueUrl, MessageBody }));
const alarm = (name: string): string => alarmBody({ name, at: Date.now() }, `sns-${name}`);

beforeEach(async () => {
  rounds += 1;
  const name = `notify-${Date.now()}-${rounds}`;
  await createTable(dynamodb, name);
  await applyFile(dynamodb, name, 'staging', stagingFile);
  urls = await createQueues(name);
  slack = await slackServer(() => Date.now());
  const { handlerOver }: { handlerOver: (parts: NotifyParts) => Handler } = await import(
    pathToFileURL(`${builtBundles}/alarm-notify/index.mjs`).href
  );
  invoke = handlerOver({
    clients: {
      dynamodb,
      sns,
      sqs,
      cloudwatch,
      secretsManager: Object.assign(new SecretsManagerClient({ region: 'us-east-1' }), {
        send: async () => ({ SecretString: slack.url() }),
      }),
    } as unknown as NotifyParts['clients'],
    configuration: {
      environment: 'staging',
      ownSender: 'AROANOTIFY',
      tableName: name,
      topicArnPrefix: () => 'arn:aws:sns:us-east-1:111122223333',
      queues: () => urls,
    },
    runtime: { now: () => new Date(), newId: (why) => why },
    pause,
    slack: { fetch: slack.fetch, timeoutMs: 5_000 },
    log: { info: () => {}, warn: () => {} },
  });
});

afterEach(() => slack.close());

describe('alarm-notify behind a real queue', () => {
  it('alarm-notify behind a real queue delivers what waits there, and nothing comes again', async () => {
    await send(alarm('first'));
    await send(alarm('second'));

    const { failed } = await poll();
    await poll();

    expect(failed).toEqual([]);
    expect(slack.taken.map(({ text }) => text)).toEqual([
      expect.stringContaining('first'),
      expect.stringContaining('second'),
    ]);
    expect((await poll(2)).taken).toEqual([]);
  });

  it('alarm-notify behind a real queue gets back what Slack did not take, and delivers it when Slack does', async () => {
    await send(alarm('patient'));
    slack.is({ kind: 'down', status: 503 });
    const first = await poll();
    slack.is({ kind: 'well' });
    const second = await poll();

    expect(first.failed).toHaveLength(1);
    expect(second.taken[0]?.Attributes?.ApproximateReceiveCount).toBe('2');
    expect(slack.taken.map(({ text }) => text)).toEqual([expect.stringContaining('patient')]);
    expect(second.failed).toEqual([]);
  });

  it('alarm-notify behind a real queue leaves to the dead-letter queue, as it came, what was shown as often as the queue allows', async () => {
    const body = alarm('hopeless');
    await send(body);
    slack.is({ kind: 'down', status: 503 });
    for (let count = 0; count < receivesMax; count += 1) expect((await poll()).failed).toHaveLength(1);

    expect((await poll(2)).taken).toEqual([]);
    expect((await received(urls.deadLetterQueueUrl, 3)).map(({ Body }) => Body)).toEqual([body]);
  });

  it('alarm-notify behind a real queue folds a storm, and leaves its digest to the queue until it is due', async () => {
    for (let count = 0; count < 5; count += 1) await send(alarm(`storm-${count}`));
    let polled = await poll();
    while (polled.taken.length > 0 && slack.taken.length < 3) polled = await poll(1);

    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: urls.queueUrl, AttributeNames: ['All'] }),
    );
    expect(slack.taken).toHaveLength(3);
    expect(Number(Attributes.ApproximateNumberOfMessagesDelayed)).toBeGreaterThan(0);
  });
});

describe('what alarm-notify sends to its queues', () => {
  const queue = () => notificationQueue(sqs, () => urls);
  const reminder = { kind: 'curfew-reminder', version: 1, dueMs: Date.now() } as never;

  it.each([0, 0.2, 899.5, 900, 90_000, -5])(
    'what alarm-notify sends to its queues is accepted with a delay of %d seconds',
    async (seconds) => {
      await expect(queue().later(reminder, seconds)).resolves.toBeUndefined();
    },
  );

  it.each([
    ['the longest body that a topic delivers', 'x'.repeat(262_144), 'Slack answered 400 invalid_blocks'],
    ['a reason that is empty', 'body', ''],
    ['a reason with control characters', 'body', 'answered \u0000\u001b[31m\u0008'],
    ['a long reason', 'body', 'reason '.repeat(40_000)],
    ['a reason with half a surrogate pair', 'body', 'answered \ud83d'],
  ])('the dead-letter queue takes %s', async (_what, body, reason) => {
    await queue().deadLetter(body, reason);

    const [message] = await received(urls.deadLetterQueueUrl, 2);
    expect(message?.Body).toBe(body);
    expect(message?.MessageAttributes?.reason?.StringValue).toMatch(/^(?:Slack|answered|reason|no reason given)/);
  });
});
