// A record that can never succeed, as it goes to the dead-letter topic: the original bytes, and why.

type RecordPlace = { readonly topic: string; readonly partition: number; readonly offset: string };

export type DeadLetter = {
  readonly key: Uint8Array | undefined;
  /** The bytes as they came. Null for a record that never had any. */
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
};

const reasonLengthMax = 1_000;

/** `mappingVersion` is undefined where no mapping was reached. */
export const deadLetter = (
  record: { readonly key: Uint8Array | undefined; readonly value: Uint8Array | null; readonly place: RecordPlace },
  reason: string,
  mappingVersion: number | undefined,
): DeadLetter => ({
  key: record.key,
  value: record.value,
  headers: {
    reason: reason.slice(0, reasonLengthMax),
    'source-topic': record.place.topic,
    'source-partition': String(record.place.partition),
    'source-offset': record.place.offset,
    ...(mappingVersion === undefined ? {} : { 'mapping-version': String(mappingVersion) }),
  },
});
