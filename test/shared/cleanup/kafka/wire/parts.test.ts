// The small decisions of the wire, by table.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunks } from '#cleanup/kafka/chunks.ts';
import { refusal } from '#cleanup/kafka/protocol-error.ts';
import { topicIdOf, uuidOf } from '#cleanup/kafka/topic-id.ts';
import { parseAddress } from '#cleanup/kafka/wire/brokers.ts';
import { codecFor, createTopics, metadata } from '#cleanup/kafka/wire/codecs.ts';
import { backoffMs } from '#cleanup/kafka/wire/patience.ts';

describe('the address of a broker', () => {
  it.each([
    ['b-1.atlas.kafka.us-east-1.amazonaws.com:9098', 'b-1.atlas.kafka.us-east-1.amazonaws.com', 9098],
    [' localhost:9092 ', 'localhost', 9092],
    ['[::1]:9092', '::1', 9092],
  ])('the address of a broker %s is understood', (text, host, port) => {
    expect(parseAddress(text)).toEqual({ host, port });
  });

  it.each(['localhost', 'localhost:', ':9092', 'localhost:99999', 'localhost:kafka', ''])(
    '"%s" is refused as the address of a broker',
    (text) => {
      expect(() => parseAddress(text)).toThrow(/is not a Kafka broker address; use host:port/);
    },
  );
});

describe('a version', () => {
  it.each([
    [0, 12, 12],
    [0, 11, 11],
    [0, 13, 12],
    [10, 10, 10],
    [0, 9, undefined],
    [13, 14, undefined],
  ])('a version of Metadata, if the broker offers %i to %i, is %s', (min, max, version) => {
    expect(codecFor(metadata, new Map([[3, { min, max }]]))?.version).toBe(version);
  });

  it('a version of a request that the broker does not offer is none', () => {
    expect(codecFor(createTopics, new Map())).toBeUndefined();
  });
});

describe('an error code', () => {
  it.each([
    [6, 'NOT_LEADER_OR_FOLLOWER', true],
    [7, 'REQUEST_TIMED_OUT', true],
    [29, 'TOPIC_AUTHORIZATION_FAILED', false],
    [36, 'TOPIC_ALREADY_EXISTS', false],
    [41, 'NOT_CONTROLLER', true],
    [44, 'POLICY_VIOLATION', false],
    [73, 'TOPIC_DELETION_DISABLED', false],
    [89, 'THROTTLING_QUOTA_EXCEEDED', true],
    [-1, 'UNKNOWN_SERVER_ERROR', false],
    [4711, 'ERROR_4711', false],
  ])('the error code %i of Kafka is called %s', (code, name, retryable) => {
    expect(refusal(code)).toMatchObject({ kind: 'refused', code: name, retryable });
  });

  it('an error code comes with the text of the broker, if it sends one', () => {
    expect(refusal(36, "Topic 'a' already exists.").message).toBe("Topic 'a' already exists.");
    expect(refusal(36, '').message).toMatch(/exists/);
  });
});

describe('a topic id', () => {
  it('a topic id is the same there and back', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        const id = topicIdOf(uuid);
        expect(id).toMatch(/^[\w-]{22}$/);
        expect(uuidOf(id ?? '')).toBe(uuid);
      }),
    );
  });

  it.each(['', 'orders', 'AAAAAAAAAAAAAAAAAAAAAAAA'])('"%s" is no topic id', (text) => {
    expect(uuidOf(text)).toBeUndefined();
  });

  it('a topic id of zeros only means that there is none', () => {
    expect(topicIdOf('00000000-0000-0000-0000-000000000000')).toBeUndefined();
  });
});

describe('a wait', () => {
  it.each([
    [1, 0, 50],
    [1, 1, 100],
    [2, 0, 100],
    [4, 0.5, 600],
    [5, 1, 1_600],
    [30, 1, 2_000],
  ])('a wait after failure %i by chance %d is %i ms', (attempt, chance, ms) => {
    expect(backoffMs(attempt, chance)).toBe(ms);
  });
});

describe('chunks', () => {
  it('chunks hold everything once, in order, and never more than their size', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (items, size) => {
        const cut = chunks(items, size);
        expect(cut.flat()).toEqual(items);
        expect(cut.every(({ length }) => length >= 1 && length <= size)).toBe(true);
      }),
    );
  });
});
