// Events that nobody would send on purpose: every one becomes exactly one message that Slack takes, that calls nobody, that no
// terminal obeys, and that shows no secret. 2,000 of them at every `npm test`, and as many as MUTATED_EVENTS says: 100,000 take minutes.
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { labelOf } from '#definition/targets.ts';
import { outgoingOf } from '#notify/destinations/outgoing.ts';
import { receivedIn } from '#notify/recognition/received.ts';
import { withoutLayout } from '#notify/rendering/message.ts';
import { plainLines } from '#notify/rendering/plain-text.ts';
import { hostile as allHostile, problemsOf } from './arbitrary.ts';
import { problemsInFormats } from './destinations/formats.ts';
import { presentedEvent } from './presented.ts';

const folder = 'test/fixtures/notifications';
const bodies = readdirSync(folder)
  .filter((file) => !file.endsWith('.rendered.json'))
  .flatMap((file) => receivedIn(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))))
  .map(({ body }) => body);

const events = Number(process.env.MUTATED_EVENTS ?? 2_000);

const planted = 'pLaNtEd-0815';
const secrets = [
  `password=${planted}`,
  `"db_password": "${planted}"`,
  `postgres://atlas:${planted}@db:5432/atlas`,
  `Authorization: Bearer ${planted}.${planted}`,
  `https://hooks.slack.com/services/T0/B0/${planted}`,
  `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${planted}`,
];

// Length has tests of its own: here it would only take time.
const hostile = allHostile.filter(({ length }) => length < 7_000);
const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...hostile), { maxLength: 3 }).map((parts) => parts.join('')),
);

const junk = fc.oneof(
  fc.constantFrom(...hostile),
  fc.constantFrom(...secrets),
  texts,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(null, 42, -1e308, 1e-300, true, [], {}, '', '2026-11-20T15:04:11.435+0000', 'ALARM', 'arn:aws:ecs:x'),
);

type Slot = { readonly holder: Record<string, unknown>; readonly key: string };

const slotsIn = (value: unknown): Slot[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.keys(value).flatMap((key) => {
        const holder = value as Record<string, unknown>;
        return [{ holder, key }, ...slotsIn(holder[key])];
      });

/** Replaces, removes or doubles one part of it. */
const spoil = (value: unknown, at: number, by: unknown): unknown => {
  const slots = slotsIn(value);
  const slot = slots[at % Math.max(1, slots.length)];
  if (!slot) return by;
  if (at % 5 === 0) delete slot.holder[slot.key];
  else if (at % 7 === 0) slot.holder[slot.key] = [slot.holder[slot.key], by];
  else slot.holder[slot.key] = by;
  return value;
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

const isSecret = (value: unknown): value is string => typeof value === 'string' && secrets.includes(value);

const spoilt = fc
  .tuple(fc.constantFrom(...bodies), fc.array(fc.tuple(fc.nat({ max: 5_000 }), junk), { maxLength: 5 }))
  .map(([body, changes]) => {
    const value = parsed(body);
    if (typeof value === 'object' && value !== null)
      return JSON.stringify(changes.reduce<unknown>((so, [at, by]) => spoil(so, at, by), value));
    // What is cut out of a secret is no secret any more: one is put on a line of its own, at the end.
    const [whole, ...others] = [...changes.map(([, by]) => by).filter(isSecret), ''];
    const cut = changes.reduce<string>((so, [at, by]) => {
      const from = at % (so.length + 1);
      const instead = isSecret(by) ? '' : (JSON.stringify(by) ?? '');
      return `${so.slice(0, from)}${instead}${so.slice(from + (at % 9))}`;
    }, body);
    return [cut, whole, ...others].join('\n');
  });

const messages = fc.oneof(
  { weight: 6, arbitrary: spoilt },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: fc.tuple(texts, fc.constantFrom('', ...secrets)).map((parts) => parts.join(' ')) },
);

const envelope = (Message: string, topic: string, Subject: unknown, Value: unknown) => ({
  Type: 'Notification',
  MessageId: 'm-1',
  TopicArn: `arn:aws:sns:us-east-1:123456789012:${topic}`,
  Subject,
  Message,
  Timestamp: '2026-11-20T15:04:11.512Z',
  Signature: planted,
  SigningCertURL: `https://sns.us-east-1.amazonaws.com/${planted}.pem`,
  UnsubscribeURL: `https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${planted}`,
  MessageAttributes: Value === undefined ? {} : { RequestID: { Value }, ErrorCode: { Value }, ErrorMessage: { Value } },
});

/** By a terminal: controls, and marks of direction. */
const obeyed = /(?!\t)[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u;

const event = fc
  .tuple(
    messages,
    fc.constantFrom('queue', 'raw', 'direct', 'alone'),
    fc.constantFrom('alarms', 'curfew-operators-staging'),
    fc.option(texts),
    fc.option(junk, { nil: undefined, freq: 6 }),
  )
  .map(([body, door, topic, subject, attribute]): unknown => {
    const queued = { messageId: 'q-1', receiptHandle: planted, eventSource: 'aws:sqs' };
    if (door === 'raw') return { Records: [{ ...queued, body }] };
    const sns = envelope(body, topic, subject, attribute);
    if (door === 'queue') return { Records: [{ ...queued, body: JSON.stringify(sns) }] };
    return door === 'direct' ? { Records: [{ EventSource: 'aws:sns', Sns: sns }] } : (parsed(body) ?? body);
  });

/** Events that a person made up may hold any number of records. */
const recordsIn = (given: unknown): number =>
  typeof given === 'object' && given !== null && 'Records' in given && Array.isArray(given.Records)
    ? given.Records.length
    : 1;

const formatsOfEvery = Number(process.env.FORMATS_OF_EVERY ?? 10);
let played = 0;

it(
  'every generated event becomes one message that Slack takes, whatever it is',
  () =>
    fc.assert(
      fc.property(event, (given) => {
        const presented = presentedEvent(given);

        expect(presented.length).toBe(recordsIn(given));
        for (const { message, route, notification } of presented) {
          expect(problemsOf(message)).toEqual([]);
          expect(JSON.stringify(message)).not.toContain(planted);
          expect(plainLines(message).filter((line) => obeyed.test(line))).toEqual([]);
          expect(withoutLayout(message).text.length).toBeLessThan(40_000);
          expect(route.to.map(labelOf).join()).toMatch(/^#/);
          // One in so many: five more formats take five times as long. `FORMATS_OF_EVERY=1` plays all.
          if (played++ % formatsOfEvery === 0)
            expect(problemsInFormats(outgoingOf(notification, message, 'id', 0), planted)).toEqual([]);
        }
      }),
      { numRuns: events },
    ),
  Math.max(120_000, events * 30),
);

it.each([
  ['brackets', '['.repeat(120_000) + ']'.repeat(120_000)],
  ['objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
  ['quotes', JSON.stringify('"'.repeat(120_000))],
  ['hyphens before a word', `${'a-'.repeat(120_000)}password`],
  ['blanks', `password${' '.repeat(240_000)}`],
  ['slashes', `https://${'x:'.repeat(120_000)}`],
  ['labels', `AWS Budget Notification\n${'Budget Name: x\n'.repeat(15_000)}`],
  ['key without an end', `-----BEGIN RSA PRIVATE KEY-----${'A'.repeat(240_000)}`],
])(
  'the rendering does not take long over a quarter of a megabyte of %s',
  (_what, body) => {
    const [one] = presentedEvent({ Records: [{ messageId: 'q-1', body }] });

    expect(problemsOf(one?.message ?? { text: '' as never, attachments: [] })).toEqual([]);
  },
  1_000,
);
