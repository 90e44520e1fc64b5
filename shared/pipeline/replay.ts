// A dead letter as it goes back to where it came from. Pure.
import type { Outgoing } from './kafka/outgoing.ts';

/** A record of the dead-letter topic; its headers as text. */
export type Letter = {
  readonly key: Uint8Array | undefined;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
};

type Replayed = { readonly record: Outgoing } | { readonly kept: string };

/** The same bytes under the same key, so the same partition. What was read of it twice is one row by its key. */
export const replayOf = ({ key, value, headers }: Letter, topics: readonly string[]): Replayed => {
  const topic = headers['source-topic'];
  // The connector's own dead letters have other headers.
  if (topic === undefined) return { kept: 'has no header `source-topic`: nobody of this pipeline wrote it' };
  if (!topics.includes(topic)) return { kept: `came from the topic ${topic}, which is none of this pipeline` };
  if (headers['value-shortened'] === 'true')
    return { kept: 'is shortened: the whole record is only in its source topic' };
  return { record: { topic, key, value, headers: {}, bytes: (key?.length ?? 0) + (value?.length ?? 0) } };
};

/** Reasons hold values, so they are counted by how they begin. */
export const reasonOf = ({ headers }: Letter): string => (headers.reason ?? 'without a reason').slice(0, 60);
