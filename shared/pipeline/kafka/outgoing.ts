// A record to be produced, and what it takes in a batch.
import type { DeadLetter } from '../dead-letter.ts';
import { batchBytesMax } from './batches.ts';

export type Outgoing = {
  readonly topic: string;
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
};

/** Resolves when every replica that must has all of them (`acks=all`). Rejects if that is not sure. */
export type Produce = (records: readonly Outgoing[]) => Promise<void>;

const headerBytes = (headers: Readonly<Record<string, string>>): number => {
  let sum = 0;
  for (const name in headers) sum += name.length + Buffer.byteLength(headers[name] ?? '') + 4;
  return sum;
};

export const outgoing = (topic: string, { key, value, headers }: DeadLetter): Outgoing => ({
  topic,
  key,
  value,
  headers,
  bytes: (key?.length ?? 0) + (value?.length ?? 0) + headerBytes(headers),
});

/** Of a record that is too large for the dead-letter topic itself, the beginning: the rest stays in the topic that it came from. */
export const outgoingLetter = (topic: string, letter: DeadLetter): Outgoing => {
  const whole = outgoing(topic, letter);
  if (whole.bytes + 1_000 <= batchBytesMax) return whole;
  const { key, value, headers } = letter;
  return outgoing(topic, {
    key: key?.subarray(0, 1_000),
    value: value === null ? null : value.subarray(0, batchBytesMax / 2),
    headers: { ...headers, 'value-bytes': String(value?.length ?? 0), 'value-shortened': 'true' },
  });
};

export const outgoingJson = (
  topic: string,
  key: string,
  value: unknown,
  headers: Readonly<Record<string, string>>,
): Outgoing => outgoing(topic, { key: Buffer.from(key), value: Buffer.from(JSON.stringify(value)), headers });
