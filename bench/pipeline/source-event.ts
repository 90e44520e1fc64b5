// What Lambda's Kafka event source delivers, as large as wanted: changes as the connector writes them, in three partitions.

const partitions = 3;
const begun = Date.UTC(2026, 10, 20, 10, 0, 0);
const statuses = ['arrived', 'checked', 'loaded'];
const encoder = new TextEncoder();

/** The same document never twice. Ids and tokens are as long as real ones. */
export const changeOf = (index: number): Uint8Array => {
  const id = (0x68a5b0c1d2e3f40000000000n + BigInt(index)).toString(16);
  const at = new Date(begun + index).toISOString();
  return encoder.encode(
    JSON.stringify({
      _id: { _data: `8268A5B0C1${index.toString(16).padStart(8, '0').toUpperCase()}2B022C0100296E5A1004` },
      operationType: 'insert',
      clusterTime: { $timestamp: { t: Math.floor((begun + index) / 1_000), i: 1 } },
      wallTime: at,
      ns: { db: 'ingest', coll: 'files' },
      documentKey: { _id: id },
      fullDocument: {
        ...{ _id: id, name: `incoming/2026/11/20/part-${index}.csv`, consumer_id: `consumer-${index % 50}` },
        ...{ file_type: 'csv', status: statuses[index % statuses.length], size_bytes: 1_000 + index },
        ...{ expected_count: index % 10_000, checksum: `sha256:${id.repeat(2)}`, received_at: at },
        owner: { team: 'data', region: 'us-east-1' },
      },
    }),
  );
};

export const sourceEvent = (records: number, bytesOf: (index: number) => Uint8Array) => ({
  eventSource: 'aws:kafka',
  records: Object.fromEntries(
    Array.from({ length: partitions }, (_, partition) => [
      `source-${partition}`,
      Array.from({ length: Math.ceil((records - partition) / partitions) }, (__, nth) => {
        const value = bytesOf(nth * partitions + partition);
        return {
          ...{ topic: 'source', partition, offset: nth, timestamp: begun + nth, timestampType: 'CREATE_TIME' },
          ...{ key: 'eyJfaWQiOiAiYWJjIn0=', value: Buffer.from(value).toString('base64'), headers: [] },
        };
      }),
    ]),
  ),
});
