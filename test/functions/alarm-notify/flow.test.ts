import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Definition } from '#domain/definition.ts';
import { InputError } from '#domain/errors.ts';
import { type AlarmNotifyDependencies, alarmNotify } from '#functions/alarm-notify/flow.ts';
import type { SlackMessage } from '#notify/message.ts';
import type { Delivery } from '#notify/slack.ts';

const report = (name: string): string => readFileSync(`test/fixtures/reports/${name}.json`, 'utf8');
const inEnvironment = (environment: string): string =>
  JSON.stringify({ ...JSON.parse(report('done-stop')), environment });

const definitionOf = (environment: string): Definition => ({
  environment,
  region: 'sa-east-1',
  timeZone: 'America/Fortaleza',
  schedule: { enabled: true, toleranceMinutes: 60 },
  calendars: [],
  whileDown: 'report',
  resources: [],
  alarms: { mute: [], graceMinutes: 10 },
  notifications: { slack: { channel: `#${environment}`, webhookSecret: `secret-${environment}` } },
});

const delivered: Delivery = { kind: 'delivered' };
const failing = (status: number, retryable: boolean, more: { retryAfterSeconds?: number } = {}): Delivery => ({
  kind: 'failed',
  status,
  retryable,
  reason: `Slack answered ${status}`,
  ...more,
});

/** What the function did to the world, in order: posts as `url: text`, pauses and secrets that were read anew. */
const setUp = (answers: readonly Delivery[] = [], overrides: Partial<AlarmNotifyDependencies> = {}) => {
  const done: string[] = [];
  const posts: { url: string; message: SlackMessage }[] = [];
  const logged: unknown[] = [];
  const notify = alarmNotify({
    definition: definitionOf,
    knownEnvironments: () => ['staging', 'prod'],
    defaultEnvironment: 'prod',
    webhookUrl: async (secretName, { refresh }) => {
      if (refresh) done.push(`refresh ${secretName}`);
      return `https://slack.example/${secretName}${refresh ? '-new' : ''}`;
    },
    post: async (url, message) => {
      posts.push({ url, message });
      done.push(`post ${url.split('/').at(-1)}`);
      return answers[posts.length - 1] ?? delivered;
    },
    pause: async (ms) => {
      done.push(`pause ${ms}`);
    },
    log: { info: (...line) => logged.push(line), warn: (...line) => logged.push(line) },
    ...overrides,
  });
  return { notify, done, posts, logged };
};

const envelope = (message: string, subject?: string) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '0f3d3c4e-8d1b-5c8e-9d2e-6a1f0c9b7e55',
    TopicArn: 'arn:aws:sns:sa-east-1:111122223333:curfew-operators',
    Subject: subject,
    Message: message,
    Timestamp: '2026-11-20T23:06:15.000Z',
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.sa-east-1.amazonaws.com/SimpleNotificationService-0000.pem',
    UnsubscribeURL: 'https://sns.sa-east-1.amazonaws.com/?Action=Unsubscribe',
  });

const queued = (...bodies: readonly unknown[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `sqs-${index}`,
    receiptHandle: 'EXAMPLE',
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1795216575000' },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:sa-east-1:111122223333:curfew-alarm-notify',
    awsRegion: 'sa-east-1',
  })),
});

const published = (...messages: readonly unknown[]) => ({
  Records: messages.map((Message, index) => ({
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: 'arn:aws:sns:sa-east-1:111122223333:curfew-operators:0000',
    Sns: { Type: 'Notification', MessageId: `sns-${index}`, Subject: null, Message, MessageAttributes: {} },
  })),
});

const items = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

describe('alarm-notify', () => {
  test.each([
    ['in an SNS envelope on the queue', queued(envelope(report('done-stop')))],
    ['bare on the queue', queued(report('done-stop'))],
    ['straight from SNS', published(report('done-stop'))],
    ['sent by hand', JSON.parse(report('done-stop'))],
  ])("posts a report %s to its environment's route", async (_how, event) => {
    const { notify, posts, done } = setUp();
    expect(await notify(event)).toEqual(items());
    expect(done).toEqual(['post secret-staging']);
    expect(posts[0]?.message.text).toContain('staging is down');
  });

  it('posts what it does not know as text to the default route, without the envelope', async () => {
    const { notify, posts, done } = setUp();
    await notify(queued(envelope('<!channel> look', 'AWS says')));
    expect(done).toEqual(['post secret-prod']);
    const posted = JSON.stringify(posts);
    expect(posted).toContain('AWS says');
    expect(posted).toContain('&lt;!channel&gt; look');
    expect(posted).not.toMatch(/Unsubscribe|Signature|SigningCert/);
  });

  it('posts a report of an environment that it does not know to the default route', async () => {
    const { notify, posts, done } = setUp();
    await notify(queued(inEnvironment('qa')));
    expect(done).toEqual(['post secret-prod']);
    expect(posts[0]?.message.text).toContain('qa is down');
  });

  it('leaves a second between two posts to one webhook, also across invocations', async () => {
    const { notify, done } = setUp();
    await notify(queued(report('done-stop'), inEnvironment('prod'), report('stale-stop')));
    await notify(queued(report('done-stop')));
    expect(done).toEqual([
      'post secret-staging',
      'post secret-prod',
      'pause 1000',
      'post secret-staging',
      'pause 1000',
      'post secret-staging',
    ]);
  });

  it('gives back to the queue exactly what failed', async () => {
    const { notify } = setUp([delivered, failing(500, true), delivered]);
    expect(await notify(queued('a', 'b', 'c'))).toEqual(items('sqs-1'));
  });

  it('waits as long as Slack asks before it posts the next message', async () => {
    const { notify, done } = setUp([failing(429, true, { retryAfterSeconds: 3 })]);
    expect(await notify(queued('a', 'b', 'c'))).toEqual(items('sqs-0'));
    expect(done.filter((what) => what.startsWith('pause'))).toEqual(['pause 3000', 'pause 1000']);
  });

  it('leaves the webhook alone for the rest of the batch when Slack asks for a long wait', async () => {
    const { notify, done } = setUp([failing(429, true, { retryAfterSeconds: 60 })]);
    expect(await notify(queued('a', 'b', report('done-stop')))).toEqual(items('sqs-0', 'sqs-1'));
    expect(done).toEqual(['post secret-prod', 'post secret-staging']);
    expect(await notify(queued('a'))).toEqual(items());
  });

  test.each([403, 404, 410])('reads the secret anew when Slack answers %i', async (status) => {
    const { notify, done } = setUp([failing(status, false)]);
    expect(await notify(queued('a'))).toEqual(items());
    expect(done).toEqual(['post secret-prod', 'refresh secret-prod', 'post secret-prod-new']);
  });

  it('reads the secret anew when what it read is no webhook URL', async () => {
    const { notify, done } = setUp([{ kind: 'failed', retryable: false, reason: 'the webhook URL is not https' }]);
    expect(await notify(queued('a'))).toEqual(items());
    expect(done).toContain('refresh secret-prod');
  });

  it('does not post again when the secret is still the same', async () => {
    const { notify, posts } = setUp([failing(404, false)], { webhookUrl: async () => 'https://slack.example/same' });
    expect(await notify(queued('a'))).toEqual(items('sqs-0'));
    expect(posts).toHaveLength(1);
  });

  it('posts the words alone, once, when Slack refuses the layout', async () => {
    const { notify, posts, done } = setUp([failing(400, false)]);
    expect(await notify(queued(report('partial-start')))).toEqual(items());
    expect(done).toEqual(['post secret-staging', 'pause 1000', 'post secret-staging']);
    expect(posts[1]?.message.attachments).toEqual([]);
    expect(posts[1]?.message.text).toContain('Did not come up');
  });

  it('gives back what Slack refuses for good, so that the dead-letter queue keeps it', async () => {
    const { notify, posts } = setUp([failing(400, false), failing(400, false)]);
    expect(await notify(queued('a', 'b'))).toEqual(items('sqs-0'));
    expect(posts).toHaveLength(3);
  });

  it('gives back what it finds no webhook for, and goes on', async () => {
    const { notify, logged } = setUp([], {
      webhookUrl: async (name) => {
        if (name === 'secret-prod') throw new InputError('secret secret-prod holds no URL');
        return 'https://slack.example/x';
      },
    });
    expect(await notify(queued('a', report('done-stop')))).toEqual(items('sqs-0'));
    expect(JSON.stringify(logged)).toContain('secret secret-prod holds no URL');
  });

  it('gives everything back when the default environment has no definition', async () => {
    const { notify } = setUp([], {
      definition: () => {
        throw new InputError('there is no environment prod');
      },
    });
    expect(await notify(queued('a', 'b'))).toEqual(items('sqs-0', 'sqs-1'));
  });

  it('fails a direct delivery by SNS after all of it was tried', async () => {
    const { notify, posts } = setUp([failing(500, true)]);
    await expect(notify(published('a', 'b'))).rejects.toThrow('not delivered to Slack: sns-0');
    expect(posts).toHaveLength(2);
  });

  it('logs what became of each message, never the URL', async () => {
    const { notify, logged } = setUp([failing(500, true)]);
    await notify(queued('a', 'b'));
    expect(logged).toEqual([
      ['notification not delivered', expect.objectContaining({ notification: 'sqs-0', status: 500, retryable: true })],
      ['notification delivered', { notification: 'sqs-1', source: 'queue' }],
    ]);
    expect(JSON.stringify(logged)).not.toContain('slack.example');
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 42],
    ['an empty object', {}],
    ['records that are no list', { Records: 'x' }],
    ['a record that is nothing', { Records: [null] }],
    ['a record without a body', queued(undefined)],
    ['a body that is no text', queued({ a: 1 })],
    ['an SNS record whose message is no text', published({ a: 1 })],
    ['broken JSON', queued('{"kind":"curfew-report"')],
  ])('posts %s as text', async (_what, event) => {
    const { notify, done } = setUp();
    expect(await notify(event)).toEqual(items());
    expect(done).toEqual(['post secret-prod']);
  });

  it('has nothing to do for an empty batch', async () => {
    const { notify, done } = setUp();
    expect(await notify({ Records: [] })).toEqual(items());
    expect(done).toEqual([]);
  });

  it('never throws while Slack takes what it posts, whatever the event', () => {
    const events = fc.oneof(
      fc.jsonValue(),
      fc.array(fc.jsonValue()).map((Records) => ({ Records })),
    );
    return fc.assert(
      fc.asyncProperty(events, async (event) => {
        expect(await setUp().notify(event)).toEqual(items());
      }),
    );
  });
});
