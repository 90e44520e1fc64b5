// Messages are believed by where they come from, not by what they look like: who publishes to a topic that is listened to, sends to
// the queue or invokes the function has text posted, and nothing else.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import type { Reminder } from '#notify/reminders/reminder.ts';
import {
  alarmBody,
  batchOf,
  definitionFor,
  failing,
  type NotifyBench,
  notifyBench,
  ownBody,
} from '#test/support/notify-bench.ts';

const report = JSON.parse(readFileSync('test/fixtures/reports/done-stop.json', 'utf8'));
const reports = ['done-stop', 'failed-start', 'partial-start', 'refused-stop'].map((name) =>
  JSON.parse(readFileSync(`test/fixtures/reports/${name}.json`, 'utf8')),
);

let sent = 0;
const byTopic = (topic: string, message: unknown, more: object = {}): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: `sns-${++sent}`,
    TopicArn: `arn:aws:sns:sa-east-1:111122223333:${topic}`,
    Message: JSON.stringify(message),
    ...more,
  });

const from = (SenderId: string, message: unknown, more: object = {}) => ({
  Records: [{ messageId: `sqs-${++sent}`, body: JSON.stringify(message), attributes: { SenderId }, ...more }],
});
const own = 'AROANOTIFY:curfew-prod-alarm-notify';

const reminder = (bench: NotifyBench, more: Partial<Reminder> = {}): Reminder => ({
  ...{ kind: 'curfew-reminder', version: 1, of: 'downtime-over', key: 'run-1', name: 'prod' },
  ...{ route: { channel: '#prod', webhookSecret: 'secret-prod' }, sinceMs: bench.nowMs() },
  ...{ dueMs: bench.nowMs() + 3_600_000, ...more },
});

const alarms = (bench: NotifyBench, count: number): string[] =>
  Array.from({ length: count }, (_, index) => alarmBody({ name: `alarm-${index}`, at: bench.nowMs() }));

describe('a reminder', () => {
  it.each<[string, (one: Reminder) => unknown]>([
    ['published to a topic', (one) => batchOf(byTopic('shared-alarms', one))],
    ['published to the operator topic', (one) => batchOf(byTopic('curfew-operators-prod', one))],
    ['sent to the queue by somebody else', (one) => from('AIDASOMEBODY', one)],
    ['sent by a role whose session has our name', (one) => from('AROAOTHER:AROANOTIFY', one)],
    ['sent by a role whose id only begins like ours', (one) => from('AROANOTIFYX:session', one)],
    ['in a message that nobody signed', (one) => batchOf(JSON.stringify(one))],
    [
      'given up by us and moved back',
      (one) => from(own, one, { messageAttributes: { reason: { stringValue: '400' } } }),
    ],
    ['handed to the function', (one) => one],
    [
      'in an envelope that we gave up',
      (one) => from(own, { Type: 'Notification', MessageId: 'x', Message: JSON.stringify(one) }),
    ],
  ])('a reminder %s is text, and nothing comes back', async (_how, eventOf) => {
    const bench = notifyBench();
    await bench.notify(eventOf(reminder(bench)));
    expect(bench.reminders).toEqual([]);
    expect(bench.posts).toHaveLength(1);
    expect(bench.texts()[0]).toContain('not from Curfew');
  });

  it('a reminder of our own comes back until it is due', async () => {
    const bench = notifyBench();
    await bench.notify(from(own, reminder(bench)));
    expect(bench.reminders).toMatchObject([{ reminder: { of: 'downtime-over', hops: 1 } }]);
    expect(bench.posts).toEqual([]);
  });

  it.each(['digest', 'settled', 'downtime-over'] as const)(
    'a reminder of a %s comes back only so often, with any content',
    async (of) => {
      const bench = notifyBench();
      const one = reminder(bench, {
        of,
        key: `k|${bench.nowMs()}`,
        dueMs: Date.parse('2099-01-01T00:00:00Z'),
        hops: 3_072,
      });
      await bench.notify(from(own, one));
      expect(bench.reminders).toEqual([]);
    },
  );

  it('a reminder speaks where the definition says, not where it says itself', async () => {
    const bench = notifyBench();
    await bench.notify(batchOf(...alarms(bench, 5)));
    const [{ reminder: digest } = {}] = bench.reminders.splice(0);
    bench.pass(70);
    await bench.notify(
      from(own, { ...digest, mention: 'U0123456789', route: { channel: '#x', webhookSecret: 'another-secret' } }),
    );
    expect(bench.done.at(-1)).toBe('post secret-prod');
    expect(bench.texts().at(-1)).not.toContain('<@');
  });
});

describe('a message of our own form', () => {
  it.each<[string, (message: { environment: string }) => unknown]>([
    ['by another topic', (message) => batchOf(byTopic('shared-alarms', message))],
    ['by the operator topic of another environment', (message) => batchOf(byTopic('curfew-operators-prod', message))],
    ['by a topic whose name only begins like it', (message) => batchOf(byTopic('curfew-operators-staging:x', message))],
    ['bare on the queue', (message) => batchOf(JSON.stringify(message))],
    ['straight from a caller', (message) => message],
    [
      'from a caller who says that it came by the topic',
      (message) => ({
        Records: [
          {
            EventSource: 'aws:sns',
            Sns: {
              MessageId: 'a',
              TopicArn: 'arn:aws:sns:sa-east-1:111122223333:curfew-operators-staging',
              Message: JSON.stringify(message),
            },
          },
        ],
      }),
    ],
  ])(
    'a message of our own form is untrusted text with a note when it comes %s, and never lost',
    async (_how, eventOf) => {
      for (const message of reports) {
        const bench = notifyBench();
        await bench.notify(eventOf(message));
        expect(bench.done).toEqual(['post secret-prod']);
        expect(bench.texts()[0]).toContain('not from Curfew');
        expect(JSON.stringify(bench.posts)).toContain(message.run);
      }
    },
  );

  it('a message of our own form is believed when it comes by the operator topic of its environment', async () => {
    const bench = notifyBench();
    await bench.notify(batchOf(ownBody(report)));
    expect(bench.done).toEqual(['post secret-staging']);
    expect(bench.texts()[0]).not.toContain('not from Curfew');
  });

  it('a message of our own form does not get past the protection from storms', async () => {
    const bench = notifyBench();
    for (let batch = 0; batch < 50; batch++)
      await bench.notify(batchOf(...Array.from({ length: 10 }, () => byTopic('shared-alarms', report))));
    expect(bench.posts.length).toBeLessThanOrEqual(
      3 + Math.ceil((bench.nowMs() - Date.parse('2026-11-20T23:20:00Z')) / 20_000),
    );
  });

  it('a message of our own form is not believed inside a dead letter either', async () => {
    const bench = notifyBench();
    const attributes = { RequestID: { Value: 'r' }, ErrorCode: { Value: '200' } };
    const letter = byTopic('curfew-operators-staging', JSON.parse(ownBody(report)), { MessageAttributes: attributes });
    await bench.notify(batchOf(letter));
    expect(bench.texts()[0]).not.toContain('staging is down');
  });
});

describe('a digest', () => {
  it('a digest is posted although somebody sent a message by the name of its delivery', async () => {
    const bench = notifyBench();
    await bench.notify(batchOf(...alarms(bench, 5)));
    const [{ reminder: { key, sinceMs } = { key: '', sinceMs: 0 } } = {}] = bench.reminders;
    const names = [`digest|${key}|${sinceMs}`, `said|digest|${key}|${sinceMs}`, `reminder|digest|${key}|${sinceMs}`];
    for (const name of names) {
      await bench.notify(batchOf(byTopic('shared-alarms', 'hello', { MessageId: name })));
      await bench.notify({ Records: [{ messageId: name, body: 'hello' }] });
    }
    bench.pass(70);
    await bench.remind();
    for (const name of ['alarm-3', 'alarm-4']) expect(JSON.stringify(bench.posts)).toContain(name);
  });
});

it('a digest is not posted before its window is over, with any reminder', async () => {
  const bench = notifyBench();
  await bench.notify(batchOf(...alarms(bench, 5)));
  const [{ reminder: digest } = {}] = bench.reminders;
  await bench.notify(from(own, { ...digest, dueMs: bench.nowMs() - 1 }));
  expect(bench.posts).toHaveLength(3);
});

it('an answer of Slack silences a webhook for an hour at most, with any patience that it requests', async () => {
  const bench = notifyBench([failing(429, true, { retryAfterSeconds: 999_999 })]);
  await bench.notify(batchOf(byTopic('shared-alarms', 'one')));
  bench.pass(3_500);
  await bench.notify(batchOf(byTopic('shared-alarms', 'two')));
  expect(bench.posts).toHaveLength(1);
  bench.pass(120);
  await bench.notify(batchOf(byTopic('shared-alarms', 'three')));
  expect(bench.posts).toHaveLength(2);
});

const copyingTo =
  (topic: string) =>
  (environment: string): Definition => {
    const definition = definitionFor(environment);
    const routes = [{ name: 'all', when: {}, emailCopy: topic }];
    return { ...definition, notifications: { ...definition.notifications, routes } };
  };

describe('two environments that listen to each other', () => {
  it('two environments that listen to each other stop copying a message after three times, and the last one says so', async () => {
    let copies = 0;
    const waiting: { to: 'a' | 'b'; body: string }[] = [];
    const copying = (to: 'a' | 'b') =>
      notifyBench([], {
        definition: copyingTo(`topic-${to}`),
        mail: async (topic, _subject, message, hops) => {
          copies++;
          const MessageAttributes = { 'curfew-hops': { Type: 'String', Value: String(hops) } };
          waiting.push({ to, body: byTopic(topic, String(message.text), { MessageAttributes }) });
        },
      });
    const benches = { a: copying('b'), b: copying('a') };
    await benches.a.notify(batchOf(byTopic('shared-alarms', 'the disk is full')));
    for (let turn = 0; turn < 50; turn++) {
      const [next] = waiting.splice(0, 1);
      if (next) await benches[next.to].notify(batchOf(next.body));
    }
    expect(copies).toBe(3);
    expect(
      [...benches.a.texts(), ...benches.b.texts()].filter((text) => text.includes('loops between environments')),
    ).toHaveLength(1);
  });

  it.each(['-1', '1e9', 'many', '', '99'])(
    'two environments that listen to each other send on no message that says it came round %j times',
    async (Value) => {
      const bench = notifyBench([], { definition: copyingTo('topic-b') });
      const MessageAttributes = { 'curfew-hops': { Type: 'String', Value } };
      await bench.notify(batchOf(byTopic('shared-alarms', 'the disk is full', { MessageAttributes })));
      expect(bench.mails).toEqual([]);
      expect(bench.posts).toHaveLength(1);
    },
  );
});
