// The built bundle of `alarm-notify` behind a queue with the semantics of SQS, over a simulated state table and a server that
// behaves like Slack. Time is virtual: it moves when the function pauses and when the queue has nothing to show.
import { pathToFileURL } from 'node:url';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { deliveryLimits } from '#core/delivery-limits.ts';
import type { NotifyParts } from '#functions/alarm-notify/handler.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { applyFixture } from './applied-file.ts';
import { type SlackServer, slackServer } from './slack-server.ts';

type Message = {
  readonly id: string;
  readonly body: string;
  readonly sender: string;
  readonly sentMs: number;
  visibleMs: number;
  receives: number;
};
type Command = { readonly schema: readonly [number, string, string]; readonly input: Record<string, unknown> };
type Handler = (
  event: unknown,
  context: { awsRequestId: string; getRemainingTimeInMillis: () => number },
) => Promise<{ batchItemFailures: { itemIdentifier: string }[] }>;
type Bundle = { readonly handlerOver: (parts: NotifyParts) => Handler };

const tableName = 'curfew-state-staging';
const { visibilitySeconds, functionSeconds, receivesMax, retentionSeconds, batchSize } = deliveryLimits;
const bundle = pathToFileURL('dist/functions/alarm-notify/index.mjs').href;

/** `timeoutMs` is of a post, in real time: shorter than a busy machine may take only for a Slack that says nothing. */
export const queueWorld = async (fromMs: number, timeoutMs = 20_000) => {
  let now = fromMs;
  let secret = '';
  let tableIsDown = false;
  let crashing = false;
  let lastId = 0;
  const messages: Message[] = [];
  const deadLetters: string[] = [];
  const log: unknown[] = [];
  const slack: SlackServer = await slackServer(() => now);
  secret = slack.url();
  const table = simulatedDynamoDb();
  applyFixture(table, tableName, 'staging');

  const send = (body: string, delaySeconds = 0, sender = 'AIDASNS'): void => {
    messages.push({
      id: `sqs-${++lastId}`,
      body,
      sender,
      sentMs: now,
      visibleMs: now + delaySeconds * 1_000,
      receives: 0,
    });
  };
  const client = (handle: (operation: string, input: Record<string, unknown>) => unknown) => ({
    send: async (command: unknown) => {
      const { schema, input } = command as Command;
      return handle(schema[2], input);
    },
  });
  const clients = {
    dynamodb: client((operation, input) => {
      if (tableIsDown) throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', $metadata: {} });
      return table.handle(operation, input as never);
    }),
    // Powertools takes nothing but a real client.
    secretsManager: Object.assign(new SecretsManagerClient({ region: 'us-east-1' }), {
      send: async () => ({ SecretString: secret }),
    }),
    sqs: client((_operation, { QueueUrl, MessageBody, DelaySeconds }) => {
      if (QueueUrl === 'dead-letters') deadLetters.push(String(MessageBody));
      else send(String(MessageBody), Number(DelaySeconds ?? 0), 'AROANOTIFY:curfew-staging-alarm-notify');
      return {};
    }),
    sns: client(() => ({})),
    cloudwatch: client(() => ({})),
  } as unknown as NotifyParts['clients'];

  const { handlerOver } = (await import(bundle)) as Bundle;
  const handler = handlerOver({
    clients,
    configuration: {
      environment: 'staging',
      ownSender: 'AROANOTIFY',
      tableName,
      topicArnPrefix: () => 'arn:aws:sns:us-east-1:111122223333',
      queues: () => ({ queueUrl: 'queue', deadLetterQueueUrl: 'dead-letters' }),
    },
    runtime: { now: () => new Date(now), newId: (why) => why },
    pause: async (ms) => {
      now += ms;
    },
    slack: { fetch: slack.fetch, timeoutMs },
    log: { info: (...line) => log.push(line), warn: (...line) => log.push(line) },
  });

  /** Hands over what is visible, as Lambda's poller does; false if nothing is. */
  const poll = async (): Promise<boolean> => {
    for (const gone of messages.filter(
      ({ sentMs, receives }) => receives >= receivesMax || now - sentMs > retentionSeconds * 1_000,
    ))
      deadLetters.push(...messages.splice(messages.indexOf(gone), 1).map(({ body }) => body));
    const batch = messages.filter(({ visibleMs }) => visibleMs <= now).slice(0, batchSize);
    if (batch.length === 0) return false;
    for (const message of batch) {
      message.receives++;
      message.visibleMs = now + visibilitySeconds * 1_000;
    }
    const Records = batch.map(({ id, body, sender, receives, sentMs }) => ({
      messageId: id,
      body,
      attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentMs), SenderId: sender },
      eventSource: 'aws:sqs',
    }));
    const endMs = now + functionSeconds * 1_000;
    const answer = await handler({ Records }, { awsRequestId: 'request', getRemainingTimeInMillis: () => endMs - now });
    // A function that dies at the very end has done everything and said nothing.
    if (crashing) return true;
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { id } of batch.filter((one) => !failed.has(one.id)))
      messages.splice(
        messages.findIndex((one) => one.id === id),
        1,
      );
    return true;
  };

  return {
    slack,
    deadLetters,
    log,
    send,
    nowMs: () => now,
    waiting: () => messages.length,
    mostReceives: () => Math.max(0, ...messages.map(({ receives }) => receives)),
    table: (state: 'up' | 'down'): void => {
      tableIsDown = state === 'down';
    },
    functionDies: (dies: boolean): void => {
      crashing = dies;
    },
    /** The secret holds the URL that is right by now. */
    rotateSecret(): void {
      secret = slack.url();
    },
    /** Until this time, or until nothing is left to do. */
    async runUntil(untilMs: number): Promise<void> {
      while (now < untilMs) {
        if (await poll()) continue;
        const next = Math.min(untilMs, ...messages.map(({ visibleMs }) => visibleMs));
        now = Math.max(now, next);
      }
    },
    close: slack.close,
  };
};

export type QueueWorld = Awaited<ReturnType<typeof queueWorld>>;
