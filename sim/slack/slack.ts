// From topics to Slack: SNS → SQS → the production alarm-notify → a simulated Slack. Every other destination is simulated as one
// that takes the same words, and answers as Slack does.

import { deliveryLimits } from '#core/delivery-limits.ts';
import type { Definition } from '#definition/definition.ts';
import { allTargets, labelOf } from '#definition/targets.ts';
import { alarmNotify } from '#functions/alarm-notify/flow.ts';
import { failureOf } from '#notify/destinations/http.ts';
import { destination as slackDestination } from '#notify/destinations/slack/destination.ts';
import { slackBody } from '#notify/rendering/message.ts';
import { type Published, simulatedSecrets } from '../aws/messaging.ts';
import type { Clock } from '../clock.ts';
import { notificationQueue } from '../notification-queue.ts';
import type { NotifyPorts } from '../notify-clients.ts';
import type { Trace } from '../trace.ts';
import { type SlackAnswer, slackAnswers } from './answers.ts';

export type SlackHost = {
  /** What SNS hands to the queue. */
  receive(published: Published): void;
  /** How Slack answers the next posts. */
  answerNext(answer: SlackAnswer): void;
  /** Slack answers as it should from now on. */
  answerWell(): void;
  /** Messages not delivered yet. The end of a downtime is not waited for: it may be days away. */
  readonly waiting: () => number;
};

/** The sender of a message, as SQS reports it: a role's id with the name of a session, or a user of SNS's own. */
const senders = { alarmNotify: 'AROASIMULATED', sns: 'AIDASIMULATEDSNS' } as const;

const envelope = ({ topicArn, subject, message }: Published, id: string, Timestamp: string) => ({
  Type: 'Notification',
  MessageId: id,
  TopicArn: topicArn,
  ...(subject === undefined ? {} : { Subject: subject }),
  Message: message,
  Timestamp,
});

/** Every route has a webhook of its own, whose URL ends in the number of the route. */
const webhooksOf = (definitions: readonly Definition[]) => {
  const all = definitions.flatMap(allTargets).flatMap((target) => (target.kind === 'slack' ? target : []));
  const secrets = all.flatMap(({ webhookSecret, channel }) => (webhookSecret ? [{ webhookSecret, channel }] : []));
  const urls = new Map(
    secrets.map(({ webhookSecret }, index) => [webhookSecret, `https://hooks.slack.com/services/simulated/${index}`]),
  );
  const channels = new Map(secrets.map(({ webhookSecret, channel }) => [urls.get(webhookSecret), channel]));
  return { urls, channelOf: (url: string): string => channels.get(url) ?? 'an unknown webhook' };
};

/** `definitions` as they are now; the first is that of the environment whose alarm-notify it is. */
export const slackHost = (
  definitions: () => readonly [Definition, ...Definition[]],
  clock: Clock,
  trace: Trace,
  ports: NotifyPorts,
): SlackHost => {
  const answers = slackAnswers(clock);
  const { urls, channelOf } = webhooksOf(definitions());
  const [first] = definitions();
  const secrets = simulatedSecrets(urls);
  const waiting = new Set<string>();
  let received = 0;

  const slack = async (url: string | URL, init?: { readonly body?: unknown }): Promise<Response> => {
    const { status, retryAfterSeconds } = answers.next();
    const payload: unknown = JSON.parse(String(init?.body));
    trace.add({ type: 'message', channel: channelOf(String(url)), payload, status });
    const headers = retryAfterSeconds ? { 'retry-after': String(retryAfterSeconds) } : {};
    return new Response(status === 200 ? 'ok' : 'simulated_error', { status, headers });
  };

  const webhook = slackDestination({ slack: { fetch: slack, timeoutMs: 0 }, mail: async () => {} });

  const notify = alarmNotify({
    knownEnvironments: () => definitions().map(({ environment }) => environment),
    environment: first.environment,
    ownSender: senders.alarmNotify,
    ...ports,
    queue: {
      async later(reminder, delaySeconds) {
        const id = `reminder-${++received}`;
        if (reminder.of !== 'downtime-over') waiting.add(id);
        send(senders.alarmNotify, id, JSON.stringify(reminder), Math.min(Math.max(0, delaySeconds), 900));
      },
      deadLetter: async (_body, reason) => trace.add({ type: 'dead-letter', reason }),
    },
    mail: async () => {},
    secret: async (SecretId) =>
      urls.has(SecretId)
        ? (secrets.handle('GetSecretValue', { SecretId } as never) as { SecretString: string }).SecretString
        : 'simulated',
    destination: async (kind) => ({
      render: () => undefined,
      async send(target, outgoing, sending) {
        if (kind === 'slack' && target.kind === 'slack' && target.webhookSecret !== undefined)
          return webhook.send(target, outgoing, sending);
        const { status, retryAfterSeconds } = answers.next();
        trace.add({ type: 'message', channel: labelOf(target), payload: slackBody(outgoing.message), status });
        const retryAfter = retryAfterSeconds === undefined ? undefined : String(retryAfterSeconds);
        return status === 200 ? { kind: 'delivered' } : failureOf(labelOf(target), { status, retryAfter, text: '' });
      },
    }),
    pause: (ms) => clock.sleepUntil(clock.nowMs() + ms),
    nowMs: clock.nowMs,
    log: { info: () => {}, warn: () => {} },
  });

  const send = notificationQueue(
    clock,
    async (Records) => {
      const endMs = clock.nowMs() + deliveryLimits.functionSeconds * 1_000;
      const requestId = Records[0]?.messageId ?? '';
      const answer = await notify({ Records }, { requestId, remainingMs: () => endMs - clock.nowMs() });
      return new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    },
    (messageId) => void waiting.delete(messageId),
  );

  return {
    waiting: () => waiting.size,
    answerWell: answers.well,
    answerNext: answers.add,
    receive(published) {
      const id = `message-${++received}`;
      waiting.add(id);
      send(senders.sns, id, JSON.stringify(envelope(published, id, new Date(clock.nowMs()).toISOString())), 1);
    },
  };
};
