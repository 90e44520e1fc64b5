// Reads the changes of one partition: messages go to the queue of `alarm-notify`, what can never be read to the dead letters.
import { deadLetter } from '../dead-letter.ts';
import { batchesByBytes } from '../kafka/batches.ts';
import { type Outgoing, outgoingLetter, type Produce } from '../kafka/outgoing.ts';
import type { PartitionRecords, SourceRecord } from '../kafka/source-records.ts';
import { judgeRecord, type ReaderSettings } from './judge-record.ts';

/** Resolves with what can never be sent, by its place; rejects at a bad moment. */
export type SendMessages = (
  bodies: readonly string[],
) => Promise<readonly { readonly index: number; readonly reason: string }[]>;

export type ReaderCounts = {
  readonly messages: number;
  readonly deadLetters: number;
  /** How many records were skipped, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
};

type ReaderResult = ReaderCounts & {
  /** Where the partition must be read again, and why. Undefined: all of it is done. */
  readonly stopped: { readonly offset: string; readonly error: unknown } | undefined;
};

type Bad = { readonly record: SourceRecord; readonly reason: string };

const letterOf = (topic: string, { record, reason }: Bad): Outgoing =>
  outgoingLetter(topic, deadLetter({ key: record.key, value: record.value, place: record }, reason, undefined));

type Sorted = {
  readonly messages: readonly { readonly record: SourceRecord; readonly body: string }[];
  readonly bad: readonly Bad[];
  readonly skipped: Readonly<Record<string, number>>;
};

const sorted = async (records: readonly SourceRecord[], settings: ReaderSettings, nowMs: number): Promise<Sorted> => {
  const messages: { record: SourceRecord; body: string }[] = [];
  const bad: Bad[] = [];
  const skipped: Record<string, number> = {};
  for (const record of records) {
    const judged = await judgeRecord(record, settings, nowMs);
    if (judged.kind === 'message') messages.push({ record, body: judged.body });
    else if (judged.kind === 'bad') bad.push({ record, reason: judged.reason });
    else skipped[judged.reason] = (skipped[judged.reason] ?? 0) + 1;
  }
  return { messages, bad, skipped };
};

/**
 * Messages first, in the order of the changes, dead letters after. After any failure the partition is read again from its first record:
 * what was sent already is known by its id.
 */
export const readPartition = async (
  { records }: PartitionRecords,
  settings: ReaderSettings,
  {
    deadLetters,
    send,
    produce,
  }: { readonly deadLetters: string; readonly send: SendMessages; readonly produce: Produce },
  nowMs: number,
): Promise<ReaderResult> => {
  const { messages, bad, skipped } = await sorted(records, settings, nowMs);
  try {
    const refused = await send(messages.map(({ body }) => body));
    const all = [
      ...bad,
      ...refused.flatMap(({ index, reason }) => {
        const message = messages[index];
        return message ? [{ record: message.record, reason }] : [];
      }),
    ];
    for (const batch of batchesByBytes(all.map((one) => letterOf(deadLetters, one))).batches) await produce(batch);
    return { messages: messages.length - refused.length, deadLetters: all.length, skipped, stopped: undefined };
  } catch (error) {
    return { messages: 0, deadLetters: 0, skipped: {}, stopped: { offset: records[0]?.offset ?? '0', error } };
  }
};
