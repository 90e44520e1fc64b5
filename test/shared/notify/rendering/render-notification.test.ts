import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { withoutLayout } from '#notify/rendering/message.ts';
import { expectPostable, texts } from '#test/shared/notify/arbitrary.ts';
import { operatorTopic, presented } from '#test/shared/notify/presented.ts';

const wordsOf = (body: string, subject?: string) => {
  const { notification, message } = presented({ id: 'm-1', body, ...(subject === undefined ? {} : { subject }) });
  expect(notification.environment).toBeUndefined();
  expectPostable(message);
  return withoutLayout(message).text;
};

describe('a notification', () => {
  it('a notification that is a report of ours belongs to its environment', () => {
    const body = readFileSync('test/fixtures/reports/stale-stop.json', 'utf8');
    const { notification, message } = presented({ id: 'm-1', subject: 'Curfew', topicArn: operatorTopic, body });
    expect(notification.environment).toBe('staging');
    expect(message.text).toContain('late stop of staging ignored');
  });

  it('a notification of one line is that line', () => {
    expect(wordsOf('the disk is full')).toBe('📨 the disk is full\nmessage `m-1`');
  });

  it('a notification of many lines is posted as it came, below its subject', () => {
    expect(wordsOf('Dear customer,\n\n1 > 0 & <!channel>', 'AWS Budgets: staging')).toBe(
      '📨 AWS Budgets: staging\nDear customer,\n\n1 &gt; 0 &amp; &lt;!channel&gt;\nmessage `m-1`',
    );
  });

  it('a notification in JSON that nothing recognises is laid out', () => {
    expect(wordsOf('{"source":"aws.health","detail":{"a":[1]}}')).toContain(
      '```{\n "source": "aws.health",\n "detail": {\n  "a": [\n   1\n  ]\n }\n}```',
    );
  });

  it('a notification that is a quoted JSON string is what the string says', () => {
    expect(wordsOf('"rule fired"')).toBe('📨 rule fired\nmessage `m-1`');
  });

  it('a notification of a later version of our reports is posted raw', () => {
    expect(wordsOf('{"kind":"curfew-report","version":2}')).toContain('"curfew-report"');
  });

  test.each([
    '',
    '  \n ',
    'null',
    '42',
    '{}',
    '[]',
    '""',
    '['.repeat(100_000) + ']'.repeat(100_000),
    '{"a":'.repeat(900),
  ])('a notification that says as little as %.20j is posted all the same', (body) => {
    expect(wordsOf(body)).toMatch(/^📨 \S/u);
  });

  it('a notification can be posted whatever it says', () =>
    fc.assert(
      fc.property(texts, fc.option(texts, { nil: undefined }), texts, (body, subject, id) =>
        expectPostable(presented({ id, body, ...(subject === undefined ? {} : { subject }) }).message),
      ),
    ));

  it('a notification can be posted whatever JSON it is', () =>
    fc.assert(fc.property(fc.json(), (body) => expectPostable(presented({ id: 'm', body }).message))));
});
