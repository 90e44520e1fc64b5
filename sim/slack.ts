// From the operator topic to Slack: SNS → SQS → the production alarm-notify → a simulated Slack.
import type { Definition } from '#domain/definition.ts';
import { alarmNotify } from '#functions/alarm-notify/flow.ts';
import { postToSlack } from '#notify/slack.ts';
import { simulatedSecrets } from './aws/messaging.ts';
import type { Clock } from './clock.ts';
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

/** Until SQS shows a message again that was not deleted. */
const visibilityMs = 60_000;
const webhook = 'https://hooks.slack.com/services/simulated';

const envelope = (message: string, id: string) => ({
  Type: 'Notification',
  MessageId: id,
  TopicArn: 'arn:aws:sns:simulated:curfew-operators',
  Message: message,
});

export const slackHost = (definition: Definition, clock: Clock, trace: Trace): SlackHost => {
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
    ...stores,
    webhookUrl: async (SecretId) =>
      (secrets.handle('GetSecretValue', { SecretId } as never) as { SecretString: string }).SecretString,
    post: (url, message) => postToSlack({ url, message, fetch: slack, timeoutMs: 0 }),
    pause: (ms) => clock.sleepUntil(clock.nowMs() + ms),
    nowMs: clock.nowMs,
    log: { info: () => {}, warn: () => {} },
  });

  const poll = async (messageId: string, body: string): Promise<void> => {
    const record = { messageId, body, eventSource: 'aws:sqs' };
    const { batchItemFailures } = await notify({ Records: [record] });
    if (batchItemFailures.length === 0) waiting--;
    else clock.at(clock.nowMs() + visibilityMs, () => void poll(messageId, body));
  };

  return {
    waiting: () => waiting,
    answerWell: () => void answers.splice(0),
    answerNext: ({ times, ...answer }) => void answers.push(...Array.from({ length: times }, () => answer)),
    receive(message) {
      const id = `message-${++received}`;
      waiting++;
      clock.at(clock.nowMs() + 1_000, () => void poll(id, JSON.stringify(envelope(message, id))));
    },
  };
};
