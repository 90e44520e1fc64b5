// The flow of `alarm-notify` on a bench: stores in memory, a clock that only pauses and tests move, a scripted Slack.
import type { Definition } from '#definition/definition.ts';
import { definitionsAsGiven } from '#definition/versions/in-use.ts';
import type { AlarmNotifyDependencies } from '#functions/alarm-notify/dependencies.ts';
import { alarmNotify } from '#functions/alarm-notify/flow.ts';
import type { Delivery } from '#notify/delivery/delivery.ts';
import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import type { Destination } from '#notify/destinations/destination.ts';
import type { Reminder } from '#notify/reminders/reminder.ts';
import { type SlackMessage, withoutLayout } from '#notify/rendering/message.ts';
import { memoryStateStore } from './memory-state-store.ts';

export const definitionFor = (environment: string): Definition => ({
  environment,
  region: 'sa-east-1',
  timeZone: 'America/Fortaleza',
  schedule: { enabled: true, toleranceMinutes: 60 },
  calendars: [],
  whileDown: 'report',
  resources: [],
  alarms: { mute: [], graceMinutes: 10 },
  notifications: {
    slack: { channel: `#${environment}`, webhookSecret: `secret-${environment}` },
    routes: [],
    runbooks: [],
  },
});

export const delivered: Delivery = { kind: 'delivered' };
export const failing = (status: number, retryable: boolean, more: { retryAfterSeconds?: number } = {}): Delivery => ({
  kind: 'failed',
  status,
  retryable,
  reason: `Slack answered ${status}`,
  ...more,
});

/** Twenty past eight in the evening, in UTC. */
export const benchStart = '2026-11-20T23:20:00.000Z';

type Overrides = Partial<Omit<AlarmNotifyDependencies, 'current'>> & {
  readonly definition?: (environment: string) => Definition;
  readonly webhookUrl?: AlarmNotifyDependencies['secret'];
  readonly post?: (url: string, message: SlackMessage) => Promise<Delivery>;
};

/** Slack, by what is posted to a webhook, whose URL the secret holds. */
const slackBy = (post: NonNullable<Overrides['post']>): Destination => ({
  render: () => undefined,
  send: (_target, { message }, { secret, isPlain }) => post(secret, isPlain ? withoutLayout(message) : message),
});

/** What the function did to the world, in order: posts as `url: text`, pauses and secrets that were read anew. */
export const notifyBench = (answers: readonly Delivery[] = [], overrides: Overrides = {}, functionMs = 30_000) => {
  let now = Date.parse(benchStart);
  let endMs = 0;
  const done: string[] = [];
  const posts: { url: string; message: SlackMessage }[] = [];
  const logged: unknown[] = [];
  const reminders: { reminder: Reminder; dueMs: number }[] = [];
  const deadLetters: { body: string; reason: string }[] = [];
  const mails: string[] = [];
  const state = memoryStateStore();
  const { webhookUrl, post, definition = definitionFor, ...more } = overrides;
  const postNext: NonNullable<Overrides['post']> = async (url, message) => {
    posts.push({ url, message });
    done.push(`post ${url.split('/').at(-1)}`);
    return answers[posts.length - 1] ?? delivered;
  };
  const secretNext: AlarmNotifyDependencies['secret'] = async (secretName, { refresh }) => {
    if (refresh) done.push(`refresh ${secretName}`);
    return `https://slack.example/${secretName}${refresh ? '-new' : ''}`;
  };
  const invoke = alarmNotify({
    current: definitionsAsGiven(definition),
    knownEnvironments: () => ['staging', 'prod'],
    environment: 'prod',
    ownSender: 'AROANOTIFY',
    state,
    notifications: memoryNotificationStore(),
    queue: {
      later: async (reminder, delaySeconds) =>
        void reminders.push({ reminder, dueMs: now + Math.min(900, delaySeconds) * 1_000 }),
      deadLetter: async (body, reason) => void deadLetters.push({ body, reason }),
    },
    alarmsNow: () => Promise.reject(new Error('CloudWatch is unreachable')),
    alarmStandings: () => Promise.reject(new Error('CloudWatch is unreachable')),
    mail: async (topic, subject) => void mails.push(`${topic}: ${subject}`),
    secret: webhookUrl ?? secretNext,
    destination: async () => slackBy(post ?? postNext),
    pause: async (ms) => {
      now += ms;
      done.push(`pause ${ms}`);
    },
    nowMs: () => now,
    log: { info: (...line) => logged.push(line), warn: (...line) => logged.push(line) },
    ...more,
  });
  const notify = (event: unknown) => {
    endMs = now + functionMs;
    return invoke(event, { requestId: 'request', remainingMs: () => endMs - now });
  };
  return {
    ...{ notify, done, posts, logged, reminders, deadLetters, mails, state },
    nowMs: () => now,
    pass: (seconds: number): void => {
      now += seconds * 1_000;
    },
    texts: () => posts.map(({ message }) => String(message.text)),
    /** Hands over, as the queue would, every reminder that is due. */
    async remind(): Promise<void> {
      const due = reminders.filter(({ dueMs }) => dueMs <= now);
      for (const one of due) reminders.splice(reminders.indexOf(one), 1);
      for (const { reminder } of due)
        await notify({
          Records: [
            { messageId: `reminder-${now}`, body: JSON.stringify(reminder), attributes: { SenderId: 'AROANOTIFY' } },
          ],
        });
    },
  };
};

export type NotifyBench = ReturnType<typeof notifyBench>;

let sent = 0;

/** An alarm as CloudWatch hands it to SNS, and SNS to a queue. */
export const alarmBody = (
  alarm: { name: string; state?: string; oldState?: string; at: number; changedAt?: number; service?: string },
  id = `sns-alarm-${++sent}`,
): string => {
  const { name, state = 'ALARM', oldState = state === 'OK' ? 'ALARM' : 'OK', at, changedAt = at, service } = alarm;
  return JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: 'arn:aws:sns:sa-east-1:111122223333:curfew-operators-prod',
    Subject: `${state}: "${name}" in South America (Sao Paulo)`,
    Message: JSON.stringify({
      AlarmName: name,
      AlarmDescription: null,
      AWSAccountId: '111122223333',
      NewStateValue: state,
      OldStateValue: oldState,
      NewStateReason:
        'Threshold Crossed: 1 datapoint [91.0 (20/11/26 23:15:00)] was greater than the threshold (80.0).',
      StateChangeTime: new Date(changedAt).toISOString().replace('Z', '+0000'),
      Region: 'South America (Sao Paulo)',
      AlarmArn: `arn:aws:cloudwatch:sa-east-1:111122223333:alarm:${name}`,
      OKActions: [],
      AlarmActions: [],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'CPUUtilization',
        Namespace: 'AWS/ECS',
        StatisticType: 'Statistic',
        Statistic: 'AVERAGE',
        Unit: null,
        Dimensions: service
          ? [
              { value: service.split('/')[1], name: 'ServiceName' },
              { value: service.split('/')[0], name: 'ClusterName' },
            ]
          : [],
        Period: 60,
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 80.0,
        TreatMissingData: 'missing',
        EvaluateLowSampleCountPercentile: '',
      },
    }),
    Timestamp: new Date(at).toISOString(),
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.sa-east-1.amazonaws.com/SimpleNotificationService-0000.pem',
    UnsubscribeURL: 'https://sns.sa-east-1.amazonaws.com/?Action=Unsubscribe',
  });
};

/** As Curfew says it of itself, on the operator topic of the environment that it is about. */
export const ownBody = (message: { readonly environment: string }, id = `sns-own-${++sent}`): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: id,
    TopicArn: `arn:aws:sns:sa-east-1:111122223333:curfew-operators-${message.environment}`,
    Message: JSON.stringify(message),
  });

let queuedSoFar = 0;

/** One batch of a queue; every record has an id of its own. */
export const batchOf = (...bodies: readonly unknown[]) => ({
  Records: bodies.map((body) => ({ messageId: `sqs-${++queuedSoFar}`, body, eventSource: 'aws:sqs' })),
});
