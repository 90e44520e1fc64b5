import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SecretValue } from '#core/aws/secret-value.ts';
import { type IntakeFlow, intakeEvent } from '#functions/event-intake/flow.ts';
import { secretsIn, sendersOf } from '#functions/event-intake/senders.ts';
import type { WrittenSender } from '#pipeline/file/intake.ts';
import type { Incoming } from '#pipeline/intake/take-in.ts';
import { queuedText } from '#pipeline/intake/waiting.ts';

const body = '{"id":"i-1"}';
const signature = (secret: string): string => createHmac('sha256', secret).update(body).digest('hex');

const written: Readonly<Record<string, WrittenSender>> = {
  quality: {
    topic: 'events.quality',
    key: 'id',
    verify: { 'hmac-sha256': { header: 'X-Sig', prefix: '', encoding: 'hex' } },
    secret: 'events/quality',
  },
  other: { topic: 'events.other', verify: 'bearer', secret: 'events/other' },
};

const http = (path: string, change: Record<string, unknown> = {}) => ({
  version: '2.0',
  rawPath: path,
  headers: { 'X-Sig': signature('s') },
  body,
  isBase64Encoded: false,
  requestContext: { http: { method: 'POST' } },
  ...change,
});

const world = (values: Record<string, string> = { 'events/quality': 's', 'events/other': 'token' }) => {
  const produced: Incoming[] = [];
  const asked: string[] = [];
  let nowMs = Date.parse('2026-11-30T12:00:00Z');
  /** What was read before stays, unless it is refreshed. */
  const known = new Map<string, string>();
  const read: SecretValue = async (name, { refresh }) => {
    if (refresh || !known.has(name)) known.set(name, values[name] ?? '');
    asked.push(`${name}${refresh ? ' again' : ''}`);
    return known.get(name) ?? '';
  };
  const clock = () => nowMs;
  const flow: IntakeFlow = {
    senders: sendersOf(written, read, clock),
    nowMs: clock,
    produce: async (event) => void produced.push(event),
    queue: () => Promise.reject(new Error('no queue')),
    log: () => {},
    within: (_, work) => work,
  };
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { handle: intakeEvent(flow), produced, asked, values, pass };
};

describe('event-intake', () => {
  it('takes a request to the path of its sender, behind any stage of an HTTP API', async () => {
    const { handle, produced } = world();

    expect(await handle(http('/quality'))).toMatchObject({ statusCode: 200, body: '{"accepted":true}' });
    expect(await handle(http('/prod/hooks/quality'))).toMatchObject({ statusCode: 200 });
    expect(produced.map(({ topic, key }) => [topic, key])).toEqual([
      ['events.quality', 'i-1'],
      ['events.quality', 'i-1'],
    ]);
  });

  it('a body that came in base64 goes on as it was signed', async () => {
    const { handle, produced } = world();
    const encoded = Buffer.from(body).toString('base64');

    expect(await handle(http('/quality', { body: encoded, isBase64Encoded: true }))).toMatchObject({ statusCode: 200 });
    expect(produced[0]?.body.toString()).toBe(body);
  });

  it.each([
    ['a forged signature', http('/quality', { headers: { 'x-sig': signature('t') } }), 403],
    ['an unknown sender', http('/unknown'), 403],
    ['the proof of one sender at another', http('/other'), 403],
    ['no body', http('/quality', { body: undefined }), 403],
    ['another method', http('/quality', { requestContext: { http: { method: 'GET' } } }), 405],
    ['no path', http('/'), 403],
  ])('%s is refused and nothing is said', async (_, event, statusCode) => {
    const { handle, produced } = world();

    expect(await handle(event)).toMatchObject({ statusCode, body: '' });
    expect(produced).toEqual([]);
  });

  it('a secret that was just changed counts at once, and a forger makes it be read once a minute at most', async () => {
    const { handle, asked, values, pass } = world();
    await handle(http('/quality'));
    values['events/quality'] = 'new';
    const forged = () => handle(http('/quality', { headers: { 'x-sig': signature('forged') } }));
    const changed = () => handle(http('/quality', { headers: { 'x-sig': signature('new') } }));

    expect(await changed()).toMatchObject({ statusCode: 200 });
    await forged();
    await forged();
    expect(asked.filter((one) => one.endsWith('again'))).toHaveLength(1);
    pass(60_000);
    await forged();
    expect(asked.filter((one) => one.endsWith('again'))).toHaveLength(2);
  });

  it('an empty secret proves nothing', async () => {
    const { handle } = world({});

    expect(await handle(http('/quality', { headers: { 'x-sig': signature('') } }))).toMatchObject({ statusCode: 403 });
    expect(await handle(http('/other', { headers: { authorization: 'Bearer ' } }))).toMatchObject({ statusCode: 403 });
  });

  it('puts what waited in its queue into Kafka', async () => {
    const { handle, produced } = world();
    const event = { topic: 'events.quality', key: 'k', body: Buffer.from('b'), headers: { source: 'quality' } };

    expect(await handle({ Records: [{ eventSource: 'aws:sqs', messageId: 'm', body: queuedText(event) }] })).toEqual({
      batchItemFailures: [],
    });
    expect(produced).toEqual([event]);
  });

  it.each([[{}], [null], [{ Records: [] }], [{ version: '1.0', rawPath: '/quality' }]])(
    'refuses an event that is %j',
    async (event) => {
      await expect(world().handle(event)).rejects.toThrow('the event is neither');
    },
  );

  it.each([
    ['plain', ['plain']],
    ['["a","b",""]', ['a', 'b']],
    ['[1,"a"]', ['a']],
    ['{"a":"b"}', ['{"a":"b"}']],
    ['', []],
  ])('the secret %j is %j', (value, expected) => {
    expect(secretsIn(value)).toEqual(expected);
  });
});
