import { describe, expect, it, test } from 'vitest';
import { memoryNotificationStore } from '#notify/delivery/memory-notifications.ts';
import { delivered, failing, notifyBench as setUp } from '#test/support/notify-bench.ts';
import { envelope, inEnvironment, items, queued, queuedFrom, report, said } from './queued-events.ts';

describe('alarm-notify', () => {
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

  it('alarm-notify returns to the queue exactly what failed', async () => {
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

  it('alarm-notify returns to the queue what there is no time for', async () => {
    const { notify, posts } = setUp([], {}, 11_500);
    expect(await notify(queued('a', 'b', 'c'))).toEqual(items('sqs-2'));
    expect(posts).toHaveLength(2);
  });

  test.each([403, 404, 410])('alarm-notify reads the secret again when Slack answers %i', async (status) => {
    const { notify, done } = setUp([failing(status, false)]);
    expect(await notify(queued('a'))).toEqual(items());
    expect(done).toEqual(['post secret-prod', 'refresh secret-prod', 'pause 1000', 'post secret-prod-new']);
  });

  it('alarm-notify reads the secret again when what it read is no webhook URL', async () => {
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

  it('alarm-notify returns to the queue what Slack refuses, and continues', async () => {
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
});
