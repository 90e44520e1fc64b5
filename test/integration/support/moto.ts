// What the tests tell moto and ask it without an AWS client: its own HTTP interface, and the services that Curfew itself
// never calls and so has no client for.
import * as z from 'zod';

const endpoint = (): string => {
  const url = process.env.AWS_ENDPOINT_URL;
  if (!url) throw new Error('AWS_ENDPOINT_URL is not set: run these tests with npm run test:integration');
  return url;
};

const call = async (path: string, init: RequestInit): Promise<string> => {
  const answer = await fetch(`${endpoint()}${path}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path} of moto answered ${answer.status}: ${text.slice(0, 500)}`);
  return text;
};

/** Forgets whatever was created, by this file or one before it. */
export const emptyMoto = async (): Promise<void> => {
  await call('/moto-api/reset', { method: 'POST' });
};

/** Moto lets a task of ECS wither away with every look at it; here tasks run until they are stopped. */
export const letTasksRun = async (): Promise<void> => {
  const transition = { progression: 'manual', times: 1_000_000 };
  const body = JSON.stringify({ model_name: 'ecs::task', transition });
  await call('/moto-api/state-manager/set-transition', { method: 'POST', body });
};

export type RecordedCall = { readonly operation: string; readonly input: Record<string, unknown> };

const recordedRequest = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });

/** Of a protocol with JSON bodies; the others (RDS, SNS) are left out. */
const toCall = (request: string): RecordedCall[] => {
  const { headers, body } = recordedRequest.parse(JSON.parse(request));
  const operation = headers['X-Amz-Target']?.split('.').at(-1);
  return operation ? [{ operation, input: JSON.parse(Buffer.from(body, 'base64').toString()) }] : [];
};

/** Runs something and tells which calls moto received meanwhile, in the order of their arrival. */
export const recordCalls = async <T>(run: () => Promise<T>): Promise<{ result: T; calls: RecordedCall[] }> => {
  await call('/moto-api/recorder/reset-recording', { method: 'POST' });
  await call('/moto-api/recorder/start-recording', { method: 'POST' });
  const result = await run();
  await call('/moto-api/recorder/stop-recording', { method: 'POST' });
  const record = await call('/moto-api/recorder/download-recording', { method: 'GET' });
  // Two requests at once may lose the line break between them.
  return { result, calls: record.split(/(?<=\})\s*(?=\{"headers":)/).flatMap(toCall) };
};

/** Moto checks no signature, but it finds the service in it. */
const signedFor = (service: string) => ({
  Authorization: `AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

export const createVpc = async (): Promise<string> => {
  const body = new URLSearchParams({ Action: 'CreateVpc', Version: '2016-11-15', CidrBlock: '10.0.0.0/16' });
  const answer = await call('/', { method: 'POST', headers: signedFor('ec2'), body });
  return /<vpcId>(.+?)</.exec(answer)?.[1] ?? '';
};

const askQueues = async (action: string, input: object): Promise<unknown> => {
  const type = { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': `AmazonSQS.${action}` };
  const headers = { ...signedFor('sqs'), ...type };
  return JSON.parse((await call('/', { method: 'POST', headers, body: JSON.stringify(input) })) || '{}');
};

export type Queue = {
  readonly arn: string;
  /** Takes the messages that wait, as a Lambda function would get them from the queue. */
  readonly take: () => Promise<{ Records: { messageId: string; body: string }[] }>;
};

const created = z.object({ QueueUrl: z.string() });
const attributes = z.object({ Attributes: z.object({ QueueArn: z.string() }) });
const received = z.object({
  Messages: z.array(z.object({ MessageId: z.string(), ReceiptHandle: z.string(), Body: z.string() })).default([]),
});

export const createQueue = async (QueueName: string): Promise<Queue> => {
  const { QueueUrl } = created.parse(await askQueues('CreateQueue', { QueueName }));
  const about = await askQueues('GetQueueAttributes', { QueueUrl, AttributeNames: ['QueueArn'] });
  const take = async () => {
    const { Messages } = received.parse(await askQueues('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { ReceiptHandle } of Messages) await askQueues('DeleteMessage', { QueueUrl, ReceiptHandle });
    return { Records: Messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body })) };
  };
  return { arn: attributes.parse(about).Attributes.QueueArn, take };
};
