import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import { definitionFor, delivered, failing, ownBody, notifyBench as setUp } from '#test/support/notify-bench.ts';

const report = (name: string): string => readFileSync(`test/fixtures/reports/${name}.json`, 'utf8');
const inEnvironment = (environment: string): string =>
  JSON.stringify({ ...JSON.parse(report('done-stop')), environment });

/** Reports come by the operator topic of their environment. */
const environmentIn = (message: string): string => /"environment":\s*"([\w-]+)"/.exec(message)?.[1] ?? 'prod';

/** By the operator topic of its environment. */
const said = (message: string): string => ownBody(JSON.parse(message));

const envelope = (message: string, subject?: string) =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '0f3d3c4e-8d1b-5c8e-9d2e-6a1f0c9b7e55',
    TopicArn: `arn:aws:sns:sa-east-1:111122223333:curfew-operators-${environmentIn(message)}`,
    Subject: subject,
    Message: message,
    Timestamp: '2026-11-20T23:19:57.000Z',
    SignatureVersion: '1',
    Signature: 'EXAMPLE',
    SigningCertURL: 'https://sns.sa-east-1.amazonaws.com/SimpleNotificationService-0000.pem',
    UnsubscribeURL: 'https://sns.sa-east-1.amazonaws.com/?Action=Unsubscribe',
  });

const queuedFrom = (first: number, ...bodies: readonly unknown[]) => ({
  Records: bodies.map((body, index) => ({
    messageId: `sqs-${first + index}`,
    receiptHandle: 'EXAMPLE',
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.parse('2026-11-20T23:19:58Z')) },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:sa-east-1:111122223333:curfew-alarm-notify',
    awsRegion: 'sa-east-1',
  })),
});

const queued = (...bodies: readonly unknown[]) => queuedFrom(0, ...bodies);

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
  it("alarm-notify posts a report that came by its environment's operator topic to its environment's route", async () => {
    const { notify, posts, done } = setUp();
    expect(await notify(queued(envelope(report('done-stop'))))).toEqual(items());
    expect(done).toEqual(['post secret-staging']);
    expect(posts[0]?.message.text).toContain('staging is down');
    expect(posts[0]?.message.text).not.toContain('not from Curfew');
  });

  it('alarm-notify posts what it does not know as text to the default route, without the envelope', async () => {
    const { notify, posts, done } = setUp();
    await notify(queued(envelope('<!channel> look', 'AWS says')));
    expect(done).toEqual(['post secret-prod']);
    const posted = JSON.stringify(posts);
    expect(posted).toContain('AWS says');
    expect(posted).toContain('&lt;!channel&gt; look');
    expect(posted).not.toMatch(/Unsubscribe|Signature|SigningCert/);
  });

  it('alarm-notify posts a report of an environment that it does not know to the default route', async () => {
    const { notify, posts, done } = setUp();
    await notify(queued(said(inEnvironment('qa'))));
    expect(done).toEqual(['post secret-prod']);
    expect(posts[0]?.message.text).toContain('qa is down');
  });

  it('alarm-notify leaves a second between two posts to one webhook, also across invocations', async () => {
    const { notify, done } = setUp();
    await notify(queued(said(report('done-stop')), said(inEnvironment('prod')), said(report('stale-stop'))));
    await notify(queuedFrom(3, said(report('done-stop'))));
    expect(done).toEqual([
      'post secret-staging',
      'post secret-prod',
      'pause 1000',
      'post secret-staging',
      'pause 1000',
      'post secret-staging',
    ]);
  });

  it('alarm-notify gives back to the queue exactly what failed', async () => {
    const { notify } = setUp([delivered, failing(500, true), delivered]);
    expect(await notify(queued('a', 'b', 'c'))).toEqual(items('sqs-1'));
  });

  it('alarm-notify waits as long as Slack asks, and posts the same message again', async () => {
    const { notify, done } = setUp([failing(429, true, { retryAfterSeconds: 3 })]);
    expect(await notify(queued('a', 'b'))).toEqual(items());
    expect(done).toEqual(['post secret-prod', 'pause 3000', 'post secret-prod', 'pause 1000', 'post secret-prod']);
  });

  it('alarm-notify leaves the webhook alone for as long as Slack asks, if that is longer than there is time', async () => {
    const { notify, done, pass } = setUp([failing(429, true, { retryAfterSeconds: 60 })]);
    expect(await notify(queued('a', 'b', said(report('done-stop'))))).toEqual(items('sqs-0', 'sqs-1'));
    expect(done).toEqual(['post secret-prod', 'post secret-staging']);
    expect(await notify(queuedFrom(3, 'c'))).toEqual(items('sqs-3'));
    pass(60);
    expect(await notify(queued('a', 'b'))).toEqual(items());
  });

  it('alarm-notify does not believe for ever that Slack only asks for a moment', async () => {
    const { notify, posts } = setUp(Array.from({ length: 9 }, () => failing(429, true, { retryAfterSeconds: 1 })));
    expect(await notify(queued('a'))).toEqual(items('sqs-0'));
    expect(posts).toHaveLength(3);
  });

  it('alarm-notify gives back what there is no time for', async () => {
    const { notify, posts } = setUp([], {}, 11_500);
    expect(await notify(queued('a', 'b', 'c'))).toEqual(items('sqs-2'));
    expect(posts).toHaveLength(2);
  });

  test.each([403, 404, 410])('alarm-notify reads the secret anew when Slack answers %i', async (status) => {
    const { notify, done } = setUp([failing(status, false)]);
    expect(await notify(queued('a'))).toEqual(items());
    expect(done).toEqual(['post secret-prod', 'refresh secret-prod', 'pause 1000', 'post secret-prod-new']);
  });

  it('alarm-notify reads the secret anew when what it read is no webhook URL', async () => {
    const { notify, done } = setUp([{ kind: 'failed', retryable: false, reason: 'the webhook URL is not https' }]);
    expect(await notify(queued('a'))).toEqual(items());
    expect(done).toContain('refresh secret-prod');
  });

  it('alarm-notify does not post again when the secret is still the same', async () => {
    const { notify, posts } = setUp([failing(404, false)], { webhookUrl: async () => 'https://slack.example/same' });
    expect(await notify(queued('a'))).toEqual(items('sqs-0'));
    expect(posts).toHaveLength(1);
  });

  it('alarm-notify posts the words alone, once, when Slack refuses the layout', async () => {
    const { notify, posts, done } = setUp([failing(400, false)]);
    expect(await notify(queued(said(report('partial-start'))))).toEqual(items());
    expect(done).toEqual(['post secret-staging', 'pause 1000', 'post secret-staging']);
    expect(posts[1]?.message.attachments).toEqual([]);
    expect(posts[1]?.message.text).toContain('Did not come up');
  });

  const seen = (times: number, body: string) => ({
    Records: [{ messageId: 'sqs-0', body, attributes: { ApproximateReceiveCount: String(times) } }],
  });

  it('alarm-notify gives back what Slack refuses, and goes on', async () => {
    const { notify, posts, deadLetters } = setUp([failing(400, false), failing(400, false)]);
    expect(await notify(queued('a', 'b'))).toEqual(items('sqs-0'));
    expect(posts).toHaveLength(3);
    expect(deadLetters).toEqual([]);
  });

  it('alarm-notify puts into the dead-letter queue, as it came, what Slack has refused five times', async () => {
    const { notify, deadLetters } = setUp(Array.from({ length: 4 }, () => failing(400, false)));
    const body = envelope('odd');
    expect(await notify(seen(4, body))).toEqual(items('sqs-0'));
    expect(await notify(seen(5, body))).toEqual(items());
    expect(deadLetters).toEqual([{ body, reason: 'Slack answered 400' }]);
  });

  it('alarm-notify keeps in the queue what nobody can read a webhook for, however often that is', async () => {
    const { notify, deadLetters } = setUp([failing(404, false), failing(404, false)]);
    expect(await notify(seen(100, 'a'))).toEqual(items('sqs-0'));
    expect(deadLetters).toEqual([]);
  });

  it('alarm-notify posts a message once, however often the queue shows it', async () => {
    const { notify, posts } = setUp();
    for (let times = 1; times <= 3; times++) expect(await notify(seen(times, envelope('a')))).toEqual(items());
    expect(posts).toHaveLength(1);
  });

  it('alarm-notify posts a message once that SNS has delivered twice', async () => {
    const { notify, posts } = setUp();
    expect(await notify(queued(envelope('a'), envelope('a')))).toEqual(items());
    expect(posts).toHaveLength(1);
  });

  it('alarm-notify says of a message that it comes late', async () => {
    const { notify, texts, pass } = setUp();
    pass(14 * 60);
    await notify(queued(envelope('a')));
    expect(texts()).toEqual([expect.stringContaining('_sent 14 min late_')]);
  });

  it('alarm-notify does not say that a message comes late when it needed no second try', async () => {
    const { notify, texts, pass } = setUp();
    pass(60);
    await notify(queued(envelope('a')));
    expect(texts()[0]).not.toContain('late');
  });

  const unreachable = async (): Promise<never> => {
    throw new Error('connection reset');
  };

  it('alarm-notify posts while the state table is unreachable, once per invocation and in its pace', async () => {
    const { notify, done, logged } = setUp([], {
      notifications: {
        claimDelivery: unreachable,
        completeDelivery: unreachable,
        releaseDelivery: unreachable,
        change: unreachable,
        fold: unreachable,
        folded: unreachable,
      },
    });
    expect(await notify(queued('a', 'b', 'c', 'd', 'e'))).toEqual(items());
    expect(done.filter((what) => what.startsWith('post'))).toHaveLength(5);
    expect(done.filter((what) => what === 'pause 1000')).toHaveLength(4);
    expect(JSON.stringify(logged)).toContain('unreachable');
  });

  it('alarm-notify keeps the pace when the state table comes back and knows nothing of it', async () => {
    const table = memoryNotificationStore();
    let isDown = true;
    const change: typeof table.change = (...what) => (isDown ? unreachable() : table.change(...what));
    const { notify, done } = setUp([], { notifications: { ...table, change } });
    await notify(queued('a'));
    isDown = false;
    await notify(queuedFrom(1, 'b'));
    isDown = true;
    await notify(queuedFrom(2, 'c'));
    expect(done).toEqual(['post secret-prod', 'pause 1000', 'post secret-prod', 'pause 1000', 'post secret-prod']);
  });

  it('alarm-notify copies to mailboxes what the route says, once, even while Slack is down', async () => {
    const withCopy = (environment: string) => {
      const definition = definitionFor(environment);
      const routes = [{ name: 'all', when: { source: ['text' as const] }, emailCopy: 'on-call' }];
      return { ...definition, notifications: { ...definition.notifications, routes } };
    };
    const { notify, mails } = setUp([failing(500, true)], { definition: withCopy });
    expect(await notify(queued('a'))).toEqual(items('sqs-0'));
    expect(await notify(queued('a'))).toEqual(items());
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatch(/^on-call: /);
  });

  it('alarm-notify gives back what it finds no webhook for, and goes on', async () => {
    const { notify, logged } = setUp([], {
      webhookUrl: async (name) => {
        if (name === 'secret-prod') throw new InputError('secret secret-prod holds no URL');
        return 'https://slack.example/x';
      },
    });
    expect(await notify(queued('a', said(report('done-stop'))))).toEqual(items('sqs-0'));
    expect(JSON.stringify(logged)).toContain('secret secret-prod holds no URL');
  });

  it('alarm-notify gives everything back when the default environment has no definition', async () => {
    const { notify } = setUp([], {
      definition: () => {
        throw new InputError('there is no environment prod');
      },
    });
    expect(await notify(queued('a', 'b'))).toEqual(items('sqs-0', 'sqs-1'));
  });

  it('alarm-notify fails a direct delivery by SNS after all of it was tried', async () => {
    const { notify, posts } = setUp([failing(500, true)]);
    await expect(notify(published('a', 'b'))).rejects.toThrow('not delivered: sns-0');
    expect(posts).toHaveLength(2);
  });

  it('alarm-notify logs what became of each message, never the URL', async () => {
    const { notify, logged } = setUp([failing(500, true)]);
    await notify(queued('a', 'b'));
    expect(logged).toEqual([
      ['notification not delivered', expect.objectContaining({ notification: 'sqs-0', status: 500, retryable: true })],
      ['notification delivered', { notification: 'sqs-1', source: 'queue', as: 'delivered' }],
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
  ])('alarm-notify posts %s as plain text', async (_what, event) => {
    const { notify, done } = setUp();
    expect(await notify(event)).toEqual(items());
    expect(done).toEqual(['post secret-prod']);
  });

  it('alarm-notify has nothing to do for an empty batch', async () => {
    const { notify, done } = setUp();
    expect(await notify({ Records: [] })).toEqual(items());
    expect(done).toEqual([]);
  });

  it('alarm-notify never throws while Slack takes what it posts, whatever the event', () => {
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
