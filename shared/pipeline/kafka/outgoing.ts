// A record to be produced, and what it takes in a batch.
import type { DeadLetter } from '../dead-letter.ts';

export type Outgoing = {
  readonly topic: string;
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: number;
};

/** Resolves when every replica that must has all of them (`acks=all`). Rejects if that is not sure. */
export type Produce = (records: readonly Outgoing[]) => Promise<void>;

const headerBytes = (headers: Readonly<Record<string, string>>): number =>
  Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + Buffer.byteLength(text) + 4, 0);

export const outgoing = (topic: string, { key, value, headers }: DeadLetter): Outgoing => ({
  topic,
  key,
  value,
  headers,
  bytes: (key?.length ?? 0) + (value?.length ?? 0) + headerBytes(headers),
});

export const outgoingJson = (
  topic: string,
  key: string,
  value: unknown,
  headers: Readonly<Record<string, string>>,
): Outgoing => outgoing(topic, { key: Buffer.from(key), value: Buffer.from(JSON.stringify(value)), headers });
