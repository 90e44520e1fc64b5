// More than four hundred complete messages of AWS and of common tools, in the shapes that their documentation gives, each judged by
// a table of severities that a person wrote from that documentation, and each with the message it becomes stored beside.
// `npx vitest run test/shared/notify/corpus.test.ts -u` writes the stored messages anew; read what it changes.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { plainLines } from '#notify/rendering/plain-text.ts';
import { expectPostable } from './arbitrary.ts';
import { presentedEvent } from './presented.ts';

const folder = 'test/fixtures/corpus';

type Message = {
  readonly subject?: string;
  /** JSON, or prose. */
  readonly body: unknown;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Put into the queue by AWS itself, without SNS between. */
  readonly door?: 'queue';
};
type Corpus = { readonly 'documented in': string; readonly messages: Readonly<Record<string, Message>> };

const read = <T>(file: string): T => JSON.parse(readFileSync(`${folder}/${file}.json`, 'utf8')) as T;

/** Not of our own making: nothing in here may be changed because the code says something else. */
const expected = read<Record<string, Record<string, string>>>('expected-severities');

const services = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && file !== 'expected-severities.json')
  .map((file) => file.replace('.json', ''));

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

const queued = (name: string, { body, attributes = {} }: Message): unknown => ({
  Records: [
    {
      messageId: `sqs-${name}`,
      eventSource: 'aws:sqs',
      body: textOf(body),
      messageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([key, stringValue]) => [key, { dataType: 'String', stringValue }]),
      ),
    },
  ],
});

/** As SNS delivers it to the queue of `alarm-notify`. */
const published = (name: string, { subject, body, attributes = {} }: Message): unknown => ({
  Records: [
    {
      messageId: `sqs-${name}`,
      eventSource: 'aws:sqs',
      body: JSON.stringify({
        Type: 'Notification',
        MessageId: `sns-${name}`,
        TopicArn: 'arn:aws:sns:us-east-1:111122223333:operators',
        ...(subject === undefined ? {} : { Subject: subject }),
        Message: textOf(body),
        Timestamp: '2026-11-20T15:04:12.000Z',
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([key, Value]) => [key, { Type: 'String', Value }]),
        ),
      }),
    },
  ],
});

const delivered = (name: string, message: Message): unknown =>
  (message.door === 'queue' ? queued : published)(name, message);

const presentedOf = (service: string) =>
  Object.entries(read<Corpus>(service).messages).map(([name, message]) => {
    const [only, ...others] = presentedEvent(delivered(name, message));
    if (!only || others.length > 0) throw new Error(`${name} is not one message`);
    return { name, ...only };
  });

const described = ({ name, notification, route, message }: ReturnType<typeof presentedOf>[number]): string =>
  [
    `# ${name}: ${notification.source}, ${notification.severity}, ${notification.state}, route ${route.route}`,
    ...plainLines(message),
    '',
  ].join('\n');

describe('the corpus', () => {
  test.each(services)(
    'every message of %s in the corpus has the severity that its documentation suggests',
    (service) => {
      const found = presentedOf(service);

      expect(Object.fromEntries(found.map(({ name, notification }) => [name, notification.severity]))).toEqual(
        expected[service],
      );
    },
  );

  test.each(services)(
    'every message of %s in the corpus can be posted, and is what is stored beside it',
    async (service) => {
      const found = presentedOf(service);

      for (const { message } of found) expectPostable(message);
      await expect(found.map(described).join('\n')).toMatchFileSnapshot(`../../../${folder}/${service}.rendered.txt`);
    },
  );

  it('the corpus holds more than 250 messages, and judges each', () => {
    const names = services.flatMap((service) =>
      Object.keys(read<Corpus>(service).messages).map((name) => `${service}/${name}`),
    );
    const judged = Object.entries(expected).flatMap(([service, all]) =>
      Object.keys(all).map((name) => `${service}/${name}`),
    );

    expect(names.length).toBeGreaterThan(250);
    expect(judged.toSorted()).toEqual(names.toSorted());
  });
});
