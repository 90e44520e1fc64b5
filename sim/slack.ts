// From the operator topic to Slack: SNS → SQS → the production alarm-notify → a simulated Slack.
import type { Definition } from '#domain/definition.ts';
import { deliveryLimits } from '#domain/delivery-limits.ts';
import type { Reminder } from '#domain/reminder.ts';
import { alarmNotify } from '#functions/alarm-notify/flow.ts';
import { postToSlack } from '#notify/slack.ts';
import { simulatedSecrets } from './aws/messaging.ts';
import type { Clock } from './clock.ts';
import type { KeptByNotify } from './kept-by-notify.ts';
import type { Trace } from './trace.ts';

type Answer = { readonly status: number; readonly retryAfterSeconds?: number };

export type SlackHost = {
  /** What SNS hands to the queue. */
  receive(message: string): void;
  /** How Slack answers the next posts. */
  answerNext(answer: Answer & { readonly times: number }): void;
  /** Slack answers as it should from now on. */
  answerWell(): void;
  /** Messages not delivered yet. */
  readonly waiting: () => number;
};

const { visibilitySeconds, functionSeconds } = deliveryLimits;
const webhook = 'https://hooks.slack.com/services/simulated';

const envelope = (message: string, id: string, Timestamp: string) => ({
  Type: 'Notification',
  MessageId: id,
  TopicArn: 'arn:aws:sns:simulated:curfew-operators',
  Message: message,
  Timestamp,
});

export const slackHost = (definition: Definition, clock: Clock, trace: Trace, kept: KeptByNotify): SlackHost => {
  const answers: Answer[] = [];
  const { channel, webhookSecret } = definition.notifications.slack;
  const secrets = simulatedSecrets(new Map([[webhookSecret, webhook]]));
  let received = 0;
  let waiting = 0;

  const slack = async (_url: string | URL, init?: { readonly body?: unknown }): Promise<Response> => {
    const answer = answers.shift() ?? { status: 200 };
    trace.add({ type: 'message', channel, payload: JSON.parse(String(init?.body)), status: answer.status });
    const headers = answer.retryAfterSeconds ? { 'retry-after': String(answer.retryAfterSeconds) } : {};
    return new Response(answer.status === 200 ? 'ok' : 'simulated_error', { status: answer.status, headers });
  };

  const notify = alarmNotify({
    definition: () => definition,
    knownEnvironments: () => [definition.environment],
    environment: definition.environment,
    ...kept,
    queue: {
      later: async (reminder, delaySeconds) => remindIn(delaySeconds, reminder),
      deadLetter: async (_body, reason) => trace.add({ type: 'dead-letter', reason }),
    },
    mail: async () => {},
    alarmsNow: async () => new Set(),
    webhookUrl: async (SecretId) =>
      (secrets.handle('GetSecretValue', { SecretId } as never) as { SecretString: string }).SecretString,
    post: (url, message) => postToSlack({ url, message, fetch: slack, timeoutMs: 0 }),
    pause: (ms) => clock.sleepUntil(clock.nowMs() + ms),
    nowMs: clock.nowMs,
    log: { info: () => {}, warn: () => {} },
  });

  /** One message at a time is the least that Lambda takes from a queue. */
  const poll = async (messageId: string, body: string, receives = 1): Promise<void> => {
    const attributes = { ApproximateReceiveCount: String(receives) };
    const record = { messageId, body, attributes, eventSource: 'aws:sqs' };
    const endMs = clock.nowMs() + functionSeconds * 1_000;
    const context = { requestId: messageId, remainingMs: () => endMs - clock.nowMs() };
    const { batchItemFailures } = await notify({ Records: [record] }, context);
    if (batchItemFailures.length === 0) waiting--;
    else clock.at(clock.nowMs() + visibilitySeconds * 1_000, () => void poll(messageId, body, receives + 1));
  };

  const send = (id: string, body: string, delaySeconds: number): void => {
    waiting++;
    clock.at(clock.nowMs() + delaySeconds * 1_000, () => void poll(id, body));
  };
  const remindIn = (delaySeconds: number, reminder: Reminder): void =>
    send(`reminder-${++received}`, JSON.stringify(reminder), Math.ceil(delaySeconds));

  return {
    waiting: () => waiting,
    answerWell: () => void answers.splice(0),
    answerNext: ({ times, ...answer }) => void answers.push(...Array.from({ length: times }, () => answer)),
    receive(message) {
      const id = `message-${++received}`;
      send(id, JSON.stringify(envelope(message, id, new Date(clock.nowMs()).toISOString())), 1);
    },
  };
};
