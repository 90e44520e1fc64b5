// Change events as the connector writes them, and the guide's mapping.
import { compileMapping } from '#pipeline/file/compile.ts';
import { mapping } from '#pipeline/file/mappings.ts';

export const guideMapping = {
  match: { 'ns.db': 'ingest', 'ns.coll': 'files' },
  event_type_override: { when: "$eq(fullDocument.status, 'arrived')", value: 'file_arrived', else: 'file_event' },
  tags: ['consumer_id', 'file_type', 'status'],
  attrs: ['size_bytes', 'expected_count', 'checksum'],
};

export const mappings = [compileMapping(mapping.parse(guideMapping))];

export const change = (parts: Record<string, unknown> = {}): Record<string, unknown> => ({
  _id: { _data: '82656F0000' },
  operationType: 'insert',
  clusterTime: { $timestamp: { t: 1_700_000_000, i: 1 } },
  wallTime: '2026-11-20T10:00:00.123Z',
  ns: { db: 'ingest', coll: 'files' },
  documentKey: { _id: '656f' },
  fullDocument: {
    _id: '656f',
    consumer_id: 'c1',
    file_type: 'csv',
    status: 'arrived',
    size_bytes: 12,
    checksum: 'abc',
  },
  ...parts,
});

/** What the connector writes for a document that exists already when it starts. */
export const copied = (parts: Record<string, unknown> = {}): Record<string, unknown> => ({
  _id: { _id: '656f', copyingData: true },
  operationType: 'insert',
  ns: { db: 'ingest', coll: 'files' },
  documentKey: { _id: '656f' },
  fullDocument: { _id: '656f', status: 'new' },
  ...parts,
});

export const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
