import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Definition } from '#definition/definition.ts';
import { backlogTask } from '#notify/investigations/request.ts';
import { summaryIn } from '#notify/investigations/result.ts';
import { receivedFrom } from '#notify/recognition/received.ts';
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { alarmBody } from '#test/support/notify-bench.ts';
import { hostile } from './arbitrary.ts';

const planted = 'pLaNtEd-0815';
const secrets = [
  `password=${planted}`,
  `"db_password": "${planted}"`,
  `postgres://atlas:${planted}@db:5432/atlas`,
  `Authorization: Bearer ${planted}.${planted}`,
  `https://hooks.slack.com/services/T0/B0/${planted}`,
];
const around = { expectations: [], silences: [], lease: undefined, reports: [], nowMs: 0 };
const definition: Pick<Definition, 'environment' | 'region'> = { environment: 'prod', region: 'sa-east-1' };

const taskOf = (parts: { readonly [key: string]: unknown }) => {
  const envelope = JSON.parse(alarmBody({ name: 'a', at: 0 }, 'id'));
  const Message = JSON.stringify({ ...JSON.parse(envelope.Message), ...parts });
  const notification = recogniseNotification(
    receivedFrom({ messageId: 'm', body: JSON.stringify({ ...envelope, Message }) }),
  );
  return backlogTask({ notification, sinceMs: 0, definition, around });
};

const text = fc.array(
  fc.oneof(
    fc.constantFrom(...hostile.filter((one) => one.length < 7_000)),
    fc.string({ unit: 'binary', maxLength: 30 }),
  ),
  { maxLength: 3 },
);
const foreign = fc
  .tuple(text, fc.constantFrom('', ...secrets))
  .map(([parts, secret]) => `${parts.join(' ')} \n${secret}`);

it('whatever an alarm says, the request keeps the limits of the service, and holds no secret', () =>
  fc.assert(
    fc.property(foreign, foreign, foreign, (name, reason, description) => {
      const task = taskOf({ AlarmName: name, NewStateReason: reason, AlarmDescription: description });
      expect(task.title.length).toBeGreaterThan(0);
      expect(task.title.length).toBeLessThanOrEqual(400);
      expect(task.description.length).toBeLessThanOrEqual(10_000);
      expect(task.clientToken).toMatch(/^[\x21-\x7E]{1,64}$/);
      expect([task.title, task.description].every((one) => one.isWellFormed())).toBe(true);
      expect(JSON.stringify(task)).not.toContain(planted);
    }),
    { numRuns: Number(process.env.HOSTILE_ALARMS ?? 40) },
  ));

it.each([
  ['the record that the event names', 'r1', 'one'],
  ['else the newest summary', undefined, 'two'],
])('a summary is %s', (_, record, expected) => {
  const records = [
    { recordId: 'r3', recordType: 'PLANNING', content: 'three' },
    { recordId: 'r2', recordType: 'investigation_summary', content: { blocks: 1, text: 'two' } },
    { recordId: 'r1', recordType: 'FINDING', content: [{ text: 'one' }] },
  ];
  expect(summaryIn(records, record)).toBe(expected);
});

it('a summary holds no secret, is cut to what a message takes, and may be missing', () => {
  const of = (content: unknown) => summaryIn([{ recordId: 'r', recordType: 'SUMMARY', content }], 'r');
  expect(of(`found password=${planted}`)).not.toContain(planted);
  expect(of('x'.repeat(9_000))?.length).toBe(2_501);
  expect(of({})).toBe('{}');
  expect(summaryIn([], 'r')).toBeUndefined();
});
