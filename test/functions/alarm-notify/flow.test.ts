import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { definitionFor, failing, notifyBench as setUp } from '#test/support/notify-bench.ts';
import { envelope, inEnvironment, items, queued, report, said } from './queued-events.ts';

const published = (...messages: readonly unknown[]) => ({
  Records: messages.map((Message, index) => ({
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: 'arn:aws:sns:sa-east-1:111122223333:curfew-operators:0000',
    Sns: { Type: 'Notification', MessageId: `sns-${index}`, Subject: null, Message, MessageAttributes: {} },
  })),
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

  it('alarm-notify returns to the queue what it finds no webhook for, and continues', async () => {
    const { notify, logged } = setUp([], {
      webhookUrl: async (name) => {
        if (name === 'secret-prod') throw new InputError('secret secret-prod holds no URL');
        return 'https://slack.example/x';
      },
    });
    expect(await notify(queued('a', said(report('done-stop'))))).toEqual(items('sqs-0'));
    expect(JSON.stringify(logged)).toContain('secret secret-prod holds no URL');
  });

  it('alarm-notify returns everything to the queue when the default environment has no definition', async () => {
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

  it('alarm-notify never throws while Slack takes what it posts, for any event', () => {
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
