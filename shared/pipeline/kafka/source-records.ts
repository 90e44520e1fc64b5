// What Lambda's Kafka event source delivers: the records of several partitions, base64.
import { isText, rule, wrongIn } from '../form.ts';
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

type Written = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number | string;
  readonly timestamp: number;
  readonly key?: string | null;
  readonly value?: string | null;
};

const isTextOrNone = (value: unknown): boolean => value === undefined || value === null || isText(value);

const rules = [
  rule('topic', isText, 'is no text'),
  rule('partition', Number.isSafeInteger, 'is no whole number'),
  rule('offset', (value) => Number.isSafeInteger(value) || isText(value), 'is no offset'),
  rule('timestamp', Number.isFinite, 'is no time'),
  rule('key', isTextOrNone, 'is no text'),
  rule('value', isTextOrNone, 'is no text'),
];

const isWritten = (_: unknown, wrong: string | undefined): _ is Written => wrong === undefined;

const foreign = (what: string): Error => new Error(`not an event of a Kafka event source: ${what}`);

const writtenIn = (record: unknown, place: () => string): Written => {
  if (!isRecord(record)) throw foreign(`${place()} is no object`);
  const wrong = wrongIn(record, rules);
  if (isWritten(record, wrong)) return record;
  throw foreign(`${place()}: ${wrong}`);
};

const eventSources: readonly unknown[] = ['aws:kafka', 'SelfManagedKafka'];

const bytes = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

const recordOf = ({ topic, partition, offset, timestamp, key, value }: Written): SourceRecord => ({
  topic,
  partition,
  offset: String(offset),
  timestamp,
  key: isText(key) ? bytes(key) : undefined,
  value: isText(value) ? bytes(value) : null,
});

/** Throws for what is not an event of a Kafka event source: nothing of it has been read then. */
export const partitionsIn = (event: unknown): readonly PartitionRecords[] => {
  if (!isRecord(event) || !eventSources.includes(event.eventSource)) throw foreign('its `eventSource` is another');
  if (!isRecord(event.records)) throw foreign('it has no `records`');
  return Object.entries(event.records).map(([id, records]) => {
    if (!Array.isArray(records)) throw foreign(`\`records.${id}\` is no list`);
    return { id, records: records.map((one, at) => recordOf(writtenIn(one, () => `\`records.${id}[${at}]\``))) };
  });
};
