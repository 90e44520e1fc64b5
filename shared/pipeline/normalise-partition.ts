// Normalises the records of one partition and produces what they give, in order. A bad record goes to the dead letters and
// never blocks; a bad moment stops the partition and never makes a dead letter.
import { deadLetter } from './dead-letter.ts';
import { batchBytesMax, batchesByBytes } from './kafka/batches.ts';
import { type Outgoing, outgoingJson, outgoingLetter, type Produce } from './kafka/outgoing.ts';
import type { PartitionRecords, SourceRecord } from './kafka/source-records.ts';
import type { Mapping } from './mapping/mapping.ts';
import { normaliseRecord } from './normalise-record.ts';
import type { PlainEvents } from './plain-event.ts';

export type NormaliserTopics = { readonly events: string; readonly deadLetters: string };

export type Counts = {
  readonly events: number;
  readonly deadLetters: number;
  /** How many records were skipped, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
};

type PartitionResult = Counts & {
  /** Where the partition must be read again, and why. Undefined: all of it is done. */
  readonly stopped: { readonly offset: string; readonly error: unknown } | undefined;
};

type Produced = Outgoing & { readonly offset: string; readonly isDead: boolean };

const asDeadLetter = (
  record: SourceRecord,
  reason: string,
  version: number | undefined,
  topics: NormaliserTopics,
): Produced => {
  const { key, value, offset } = record;
  const letter = deadLetter({ key, value, place: record }, reason, version);
  return { ...outgoingLetter(topics.deadLetters, letter), offset, isDead: true };
};

type Step = { readonly produced: Produced } | { readonly skipped: string };

const stepOf = async (
  record: SourceRecord,
  mappings: readonly Mapping[],
  topics: NormaliserTopics,
  plainEvents: PlainEvents | undefined,
): Promise<Step> => {
  const result = await normaliseRecord(record.value, record.timestamp, mappings, plainEvents);
  switch (result.kind) {
    case 'skipped':
      return { skipped: result.reason };
    case 'bad':
      return { produced: asDeadLetter(record, result.reason, result.mappingVersion, topics) };
    case 'event': {
      const { event } = result;
      const headers = { 'mapping-version': String(event.mapping_version) };
      const produced = outgoingJson(topics.events, result.key, event, headers);
      if (produced.bytes + 1_000 > batchBytesMax) {
        const reason = `the event has ${produced.bytes} bytes, more than the ${batchBytesMax} of a batch`;
        return { produced: asDeadLetter(record, reason, event.mapping_version, topics) };
      }
      return { produced: { ...produced, offset: record.offset, isDead: false } };
    }
  }
};

const countOf = (produced: readonly Produced[]): Pick<Counts, 'events' | 'deadLetters'> => {
  const deadLetters = produced.filter(({ isDead }) => isDead).length;
  return { events: produced.length - deadLetters, deadLetters };
};

export const normalisePartition = async (
  { records }: PartitionRecords,
  mappings: readonly Mapping[],
  topics: NormaliserTopics,
  produce: Produce,
  plainEvents?: PlainEvents,
): Promise<PartitionResult> => {
  const produced: Produced[] = [];
  const skipped: Record<string, number> = {};
  for (const record of records) {
    const step = await stepOf(record, mappings, topics, plainEvents);
    if ('produced' in step) produced.push(step.produced);
    else skipped[step.skipped] = (skipped[step.skipped] ?? 0) + 1;
  }
  const done: Produced[] = [];
  for (const batch of batchesByBytes(produced).batches) {
    try {
      await produce(batch);
    } catch (error) {
      return { ...countOf(done), skipped, stopped: { offset: batch[0]?.offset ?? '0', error } };
    }
    done.push(...batch);
  }
  return { ...countOf(done), skipped, stopped: undefined };
};
