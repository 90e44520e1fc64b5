// What Lambda's Kafka event source delivers: the records of several partitions, base64.
import * as z from 'zod';
import { isRecord } from '../is-record.ts';

export type SourceRecord = {
  readonly topic: string;
  readonly partition: number;
  /** A text, because an offset may be beyond 2^53. */
  readonly offset: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array | null;
};

/** The records of one partition, in the order of their offsets. `id` is how Lambda calls the partition. */
export type PartitionRecords = { readonly id: string; readonly records: readonly SourceRecord[] };

const record = z.object({
  topic: z.string(),
  partition: z.int(),
  offset: z.union([z.int(), z.string()]),
  timestamp: z.number(),
  key: z.string().nullish(),
  value: z.string().nullish(),
});

const kafkaEvent = z.object({
  eventSource: z.enum(['aws:kafka', 'SelfManagedKafka']),
  records: z.record(z.string(), z.array(record)),
});

type Written = z.output<typeof record>;

const isTextOrNone = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string';

/** Looks at each record once, where the schema would copy all of them: it takes as long as half of the rest. */
const isSurelyRecord = (value: unknown): value is Written =>
  isRecord(value) &&
  typeof value.topic === 'string' &&
  Number.isSafeInteger(value.partition) &&
  (Number.isSafeInteger(value.offset) || typeof value.offset === 'string') &&
  Number.isFinite(value.timestamp) &&
  isTextOrNone(value.key) &&
  isTextOrNone(value.value);

const isSurelyEvent = (event: unknown): event is z.output<typeof kafkaEvent> =>
  isRecord(event) &&
  (event.eventSource === 'aws:kafka' || event.eventSource === 'SelfManagedKafka') &&
  isRecord(event.records) &&
  Object.values(event.records).every((records) => Array.isArray(records) && records.every(isSurelyRecord));

const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** Throws `ZodError` for what is not an event of a Kafka event source: nothing of it has been read then. */
export const partitionsIn = (event: unknown): readonly PartitionRecords[] =>
  Object.entries((isSurelyEvent(event) ? event : kafkaEvent.parse(event)).records).map(([id, records]) => ({
    id,
    records: records.map(({ topic, partition, offset, timestamp, key, value }) => ({
      topic,
      partition,
      offset: String(offset),
      timestamp,
      key: key === null || key === undefined ? undefined : bytes(key),
      value: value === null || value === undefined ? null : bytes(value),
    })),
  }));
