// The end of the path: the built bundle of `alarm-notify` behind a real queue, before five servers that behave like the services.
import { pathToFileURL } from 'node:url';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { awsClients } from '#core/aws/clients.ts';
import { pause } from '#core/runtime/pause.ts';
import type { handlerOver as HandlerOver, NotifyParts } from '#functions/alarm-notify/handler.ts';
import { destinationServer } from '#test/support/destinations/server.ts';
import { jira, pagerDuty, slackApi, teams, webhook } from '#test/support/destinations/services.ts';
import { everyDestination, hosts, secrets } from '#test/support/destinations/world.ts';
import { applyFile, stagingFile } from './apply.ts';
import { builtBundles } from './bundles.ts';
import { createTable } from './table.ts';

const endpoint = (): string => {
  const url = process.env.SQS_ENDPOINT;
  if (!url) throw new Error('SQS_ENDPOINT is not set: run these tests with npm run test:integration');
  return url;
};

const { email: _, ...five } = everyDestination;

/** In place of the only destination of the file. */
const toAll = (yaml: string): string =>
  yaml.replace(
    /^ {2}slack: .*$/m,
    Object.entries({ ...five, to: Object.keys(five) })
      .map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`)
      .join('\n'),
  );

/** A message that comes again and again is shown again a second later, and given up after a hundred times. */
const createQueues = async (sqs: SQSClient, name: string) => {
  const created = async (QueueName: string, Attributes: Record<string, string>): Promise<string> =>
    (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
  const deadLetterQueueUrl = await created(`${name}-dead`, {});
  const about = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetterQueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: about.Attributes?.QueueArn, maxReceiveCount: 100 });
  return { deadLetterQueueUrl, queueUrl: await created(name, { VisibilityTimeout: '2', RedrivePolicy }) };
};

type Handler = ReturnType<typeof HandlerOver>;

const handlerFor = async (
  tableName: string,
  sqs: SQSClient,
  urls: Awaited<ReturnType<typeof createQueues>>,
  http: NonNullable<NotifyParts['http']>,
  complain: (text: string) => void,
): Promise<Handler> => {
  const bundle = await import(pathToFileURL(`${builtBundles}/alarm-notify/index.mjs`).href);
  // What a client of the SDK is known by: another one would not be asked.
  const secretsManager = {
    config: { serviceId: 'Secrets Manager' },
    middlewareStack: { identify: () => [], addRelativeTo: () => {} },
    send: async ({ input }: { input: { SecretId: string } }) => ({ SecretString: secrets[input.SecretId] ?? '' }),
  };
  const { dynamodb, sns } = awsClients();
  return (bundle.handlerOver as typeof HandlerOver)({
    clients: {
      dynamodb,
      sns,
      sqs,
      cloudwatch: { send: async () => ({}) },
      secretsManager,
    } as unknown as NotifyParts['clients'],
    configuration: {
      ...{ environment: 'staging', ownSender: 'AROANOTIFY', tableName, queues: () => urls },
      topicArnPrefix: () => 'arn:aws:sns:us-east-1:111122223333',
    },
    runtime: { now: () => new Date(), newId: (why) => why },
    ...{
      pause,
      http,
      slack: {},
      log: { info: () => {}, warn: (text, more) => complain(`${text} ${JSON.stringify(more)}`) },
    },
  });
};

/** Polls until it is stopped. */
export const startNotifyEnd = async () => {
  const name = `changes-${Date.now()}`;
  const sqs = new SQSClient({
    ...{ endpoint: endpoint(), region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'a' } },
  });
  const { dynamodb } = awsClients();
  await createTable(dynamodb, name);
  await applyFile(dynamodb, name, 'staging', stagingFile, toAll);
  const urls = await createQueues(sqs, name);
  const services = { pagerduty: pagerDuty(), teams: teams(), jira: jira(0), webhook: webhook(), slack: slackApi() };
  const byHost = Object.entries(hosts).map(([kind, host]) => [host, services[kind as keyof typeof hosts].service]);
  const server = await destinationServer(() => Date.now(), Object.fromEntries(byHost));
  const complaints: string[] = [];
  const handle = await handlerFor(name, sqs, urls, server.http, (text) => void complaints.push(text));
  const counts = { delivered: 0, duplicates: 0 };
  const seen = new Set<string>();
  let isStopped = false;
  const poll = async (): Promise<void> => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        ...{ QueueUrl: urls.queueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 },
        MessageSystemAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return;
    const Records = Messages.map(({ MessageId, Body, Attributes }) => ({
      ...{ messageId: MessageId, body: Body, attributes: Attributes, eventSource: 'aws:sqs' },
    }));
    const endMs = Date.now() + 30_000;
    const answer = await handle(
      { Records },
      { awsRequestId: 'request', getRemainingTimeInMillis: () => endMs - Date.now() },
    );
    const failed = answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    for (const { MessageId = '', ReceiptHandle, Body = '' } of Messages) {
      if (failed.includes(MessageId)) continue;
      await sqs.send(new DeleteMessageCommand({ QueueUrl: urls.queueUrl, ReceiptHandle }));
      counts.delivered += 1;
      if (seen.has(Body)) counts.duplicates += 1;
      seen.add(Body);
    }
  };
  const polling = (async () => {
    while (!isStopped) await poll();
  })();
  return {
    ...{ queueUrl: urls.queueUrl, services, server, counts: () => ({ ...counts }), complaints },
    stop: async () => {
      isStopped = true;
      await polling;
      server.close();
    },
  };
};
