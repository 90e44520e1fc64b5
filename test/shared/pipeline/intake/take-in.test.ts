import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf } from '#pipeline/intake/key.ts';
import { proven, type Request, unproven } from '#pipeline/intake/sender.ts';
import { bodyBytesMax, type Incoming, type IntakePorts, takeIn } from '#pipeline/intake/take-in.ts';
import { drain, fromQueue, queuedText } from '#pipeline/intake/waiting.ts';

const nowMs = Date.parse('2026-11-30T12:00:00Z');
const request = (body: string | Buffer): Request => ({ body: Buffer.from(body), headers: {}, nowMs });

const settings = { source: 'montecarlo', topic: 'events.montecarlo', keyPath: 'payload.incident_id' };

const fails = (message: string) => () => Promise.reject(new Error(message));

const world = (change: Partial<IntakePorts> = {}) => {
  const produced: Incoming[] = [];
  const queued: Incoming[] = [];
  const logged: string[] = [];
  const ports: IntakePorts = {
    verify: () => proven,
    secrets: async () => ['s'],
    produce: async (event) => void produced.push(event),
    queue: async (event) => void queued.push(event),
    log: (text, about) => void logged.push(`${text} ${JSON.stringify(about)}`),
    within: (_, work) => work,
    ...change,
  };
  return { take: takeIn(ports, settings), produced, queued, logged };
};

const body = '{"payload":{"incident_id":"i-1"}}';

describe('an event from outside', () => {
  it('that is proven is in Kafka before it is answered, keyed by its incident', async () => {
    const { take, produced, queued } = world();

    expect(await take(request(body))).toEqual({ status: 200, body: '{"accepted":true}' });
    expect(produced).toEqual([
      {
        topic: 'events.montecarlo',
        key: 'i-1',
        body: Buffer.from(body),
        headers: { source: 'montecarlo', receivedAt: '2026-11-30T12:00:00.000Z' },
      },
    ]);
    expect(queued).toEqual([]);
  });

  it('that is forged is refused without a word, and the log says why', async () => {
    const { take, produced, logged } = world({ verify: () => unproven('fits none') });

    expect(await take(request(body))).toEqual({ status: 403, body: '' });
    expect(produced).toEqual([]);
    expect(logged).toEqual(['refused an event {"source":"montecarlo","why":"fits none"}']);
  });

  it.each([
    [bodyBytesMax, 200],
    [bodyBytesMax + 1, 413],
  ])('with %i bytes is answered with %i', async (bytes, status) => {
    expect((await world().take(request(Buffer.alloc(bytes, 32)))).status).toBe(status);
  });

  it('goes to the queue where Kafka does not take it, whether it refuses or does not answer', async () => {
    const refusing = world({ produce: fails('no leader') });
    const silent = world({ within: () => Promise.reject(new Error('no answer within 5000 ms')) });

    expect((await refusing.take(request(body))).status).toBe(200);
    expect((await silent.take(request(body))).status).toBe(200);
    expect([refusing.queued.length, silent.queued.length]).toEqual([1, 1]);
  });

  it('is to be sent again where neither takes it', async () => {
    const { take } = world({ produce: fails('no leader'), queue: fails('no queue') });

    expect(await take(request(body))).toMatchObject({ status: 503 });
  });

  it.each([
    ['the identity provider', { verify: fails('down') }],
    ['Secrets Manager', { secrets: fails('denied') }],
  ])('is to be sent again where %s does not answer: whether it is forged is not known', async (_, change) => {
    const { take, produced, queued } = world(change);

    expect((await take(request(body))).status).toBe(503);
    expect([...produced, ...queued]).toEqual([]);
  });
});

describe('the key of an event', () => {
  it.each([
    ['a text', '{"payload":{"incident_id":"i-1"}}', 'i-1'],
    ['a number', '{"payload":{"incident_id":17}}', '17'],
    ['false', '{"payload":{"incident_id":false}}', 'false'],
  ])('is %s of the body', (_, text, expected) => {
    expect(keyOf(Buffer.from(text), 'payload.incident_id')).toBe(expected);
  });

  it.each([
    '{"payload":{"incident_id":""}}',
    '{"payload":{"incident_id":{}}}',
    '{"payload":[]}',
    'null',
    'no JSON',
    '',
  ])('of %j is the hash of the body, the same each time', (text) => {
    const found = keyOf(Buffer.from(text), 'payload.incident_id');

    expect(found).toMatch(/^[0-9a-f]{64}$/);
    expect(keyOf(Buffer.from(text), undefined)).toBe(found);
    expect(keyOf(Buffer.from(`${text} `), undefined)).not.toBe(found);
  });
});

describe('events that wait for Kafka', () => {
  it('come out of the queue byte by byte as they came in', () => {
    const bytes = fc.uint8Array({ maxLength: 100 });
    fc.assert(
      fc.property(bytes, fc.string(), (content, key) => {
        const event = { topic: 'a.b', key, body: Buffer.from(content), headers: { source: 'x' } };

        expect(fromQueue(queuedText(event))).toEqual(event);
      }),
    );
  });

  it('the largest fits into a message of SQS, which holds 1 MiB', () => {
    const event = {
      topic: 't'.repeat(249),
      key: '\u0001'.repeat(1_000),
      body: Buffer.alloc(bodyBytesMax, 255),
      headers: {},
    };

    expect(Buffer.byteLength(queuedText(event))).toBeLessThan(1_024 * 1_024);
  });

  it('the first that fails ends the batch: what comes after it stays behind it', async () => {
    const produced: string[] = [];
    const record = (key: string) => ({
      messageId: key,
      body: queuedText({ topic: 't', key, body: Buffer.from(key), headers: {} }),
    });
    const produce = async ({ key }: Incoming) => {
      if (key === 'b') throw new Error('no leader');
      produced.push(key);
    };

    expect(await drain(produce, () => {})(['a', 'b', 'c'].map(record))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'b' }, { itemIdentifier: 'c' }],
    });
    expect(produced).toEqual(['a']);
  });

  it('what somebody else put there is not produced', async () => {
    const produced: Incoming[] = [];
    const records = [{ messageId: 'm', body: '{"topic":"t"}' }];

    expect(
      await drain(
        async (event) => void produced.push(event),
        () => {},
      )(records),
    ).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm' }],
    });
    expect(produced).toEqual([]);
  });
});
