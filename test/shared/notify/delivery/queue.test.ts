import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { emailCopies } from '#notify/delivery/email-copy.ts';
import { notificationQueue } from '#notify/delivery/queue.ts';
import { parsedJson } from '#notify/recognition/json.ts';
import { recogniseReminder } from '#notify/reminders/recognise.ts';
import type { Reminder } from '#notify/reminders/reminder.ts';
import { line } from '#notify/rendering/escape.ts';
import { colors, messageOf } from '#notify/rendering/message.ts';
import { mockClass } from '#test/support/mock-class.ts';

const reminder: Reminder = {
  kind: 'curfew-reminder',
  version: 1,
  of: 'digest',
  key: 'poc-atlas-dev/slack-webhook|1795217000000',
  name: 'staging',
  route: { channel: '#atlas-staging', webhookSecret: 'poc-atlas-dev/slack-webhook' },
  sinceMs: 1_795_217_000_000,
  dueMs: 1_795_217_065_000,
};

const queue = () => {
  const sqs = mockClass(SQSClient);
  sqs.onAnyCommand().resolves({});
  const urls = { queueUrl: 'https://sqs/queue', deadLetterQueueUrl: 'https://sqs/dead-letters' };
  const sent = () => sqs.calls().map(({ args: [command] }) => command.input);
  return { ...notificationQueue(new SQSClient({}), () => urls), sent };
};

describe('the queue from behind', () => {
  it.each([
    [64.2, 65],
    [43_200, 900],
    [-5, 0],
  ])(
    'the queue takes from behind what is to come back in %d seconds, for as long as SQS holds it back: %i',
    async (delay, DelaySeconds) => {
      const { later, sent } = queue();
      await later(reminder, delay);
      expect(sent()).toEqual([{ QueueUrl: 'https://sqs/queue', MessageBody: JSON.stringify(reminder), DelaySeconds }]);
    },
  );

  it('the queue takes from behind what was given up as it came, with the reason beside it', async () => {
    const { deadLetter, sent } = queue();
    await deadLetter('{"as":"it came"}', 'Slack answered 400: invalid_payload');
    expect(sent()).toEqual([
      {
        QueueUrl: 'https://sqs/dead-letters',
        MessageBody: '{"as":"it came"}',
        MessageAttributes: { reason: { DataType: 'String', StringValue: 'Slack answered 400: invalid_payload' } },
      },
    ]);
  });
});

describe('the reason beside a message that is given up', () => {
  it.each([
    ['is never empty', '', 'no reason given'],
    ['has no control characters', 'answered \u0000\u001b[31m', 'answered \ufffd\ufffd[31m'],
    ['keeps its lines', 'one\n\ttwo', 'one\n\ttwo'],
    ['has no half of a surrogate pair', 'answered \ud83d', 'answered \ufffd'],
    ['is no longer than 1,000 characters', 'x'.repeat(5_000), 'x'.repeat(1_000)],
    ['is not cut within a surrogate pair', `${'x'.repeat(999)}😀`, `${'x'.repeat(999)}\ufffd`],
  ])(
    'the reason beside a message that is given up %s, or SQS would refuse the message',
    async (_what, reason, expected) => {
      const { deadLetter, sent } = queue();
      await deadLetter('body', reason);

      expect(sent()).toMatchObject([{ MessageAttributes: { reason: { StringValue: expected } } }]);
    },
  );
});

describe('a reminder', () => {
  it('a reminder is recognised when it comes back', () => {
    expect(recogniseReminder(parsedJson(JSON.stringify(reminder)), reminder.sinceMs)).toEqual(reminder);
  });

  it.each([
    ['of another version', { version: 2 }],
    ['of what nobody reminds of', { of: 'birthday' }],
    ['without a route', { route: null }],
    ['that is never due', { dueMs: 'soon' }],
    ['of another kind', { kind: 'curfew-report' }],
    ['of a digest of another window', { sinceMs: 1_795_217_000_001 }],
    ['that came back who knows how often', { hops: 'many' }],
  ])('a reminder is not recognised when it is one %s', (_what, change) => {
    expect(recogniseReminder({ ...reminder, ...change }, reminder.sinceMs)).toBeUndefined();
  });

  it('a reminder is due within the longest hold, whatever it says', () => {
    const { sinceMs } = reminder;
    const found = recogniseReminder({ ...reminder, dueMs: Date.parse('2099-01-01T00:00:00Z') }, sinceMs);
    expect(found?.dueMs).toBe(sinceMs + 32 * 24 * 3_600_000);
  });

  it.each([undefined, null, 'text', 42, []])('a reminder is not recognised when what came is %j', (value) => {
    expect(recogniseReminder(value, reminder.sinceMs)).toBeUndefined();
  });
});

describe('a copy by e-mail', () => {
  it('a copy by e-mail is plain text with a subject that SNS takes', async () => {
    const sns = mockClass(SNSClient);
    sns.onAnyCommand().resolves({});
    const copy = emailCopies(new SNSClient({}), () => 'arn:aws:sns:us-east-1:111122223333');
    await copy('on-call', `käse\n${'x'.repeat(200)}`, messageOf(line('1 < 2', 50), colors.good, []), 2);

    const [{ args: [command] = [] } = {}] = sns.calls();
    expect(command?.input).toEqual({
      TopicArn: 'arn:aws:sns:us-east-1:111122223333:on-call',
      Subject: `k se ${'x'.repeat(95)}`,
      Message: '1 < 2',
      MessageAttributes: { 'curfew-hops': { DataType: 'String', StringValue: '2' } },
    });
  });
});
