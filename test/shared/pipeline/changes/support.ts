// Changes as Debezium writes them: JSON without schemas, a JSONB column as text.

import type { ReaderSettings } from '#pipeline/changes/judge-record.ts';
import { changes } from '#pipeline/file/changes.ts';
import { compileRule } from '#pipeline/file/compile-rule.ts';

export const sourceOf = (parts: Record<string, unknown> = {}): Record<string, unknown> => ({
  version: '3.4.3.Final',
  connector: 'postgresql',
  name: 'cdc',
  ts_ms: Date.UTC(2026, 10, 20),
  snapshot: 'false',
  db: 'metadata',
  sequence: '[null,"24023128"]',
  schema: 'public',
  table: 'metadata',
  txId: 565,
  lsn: 24_023_128,
  xmin: null,
  ...parts,
});

export const rowWith = (body: unknown, parts: Record<string, unknown> = {}) => ({
  id: 'sales.orders',
  kind: 'dataset',
  body: JSON.stringify(body),
  ...parts,
});

export const envelope = (parts: Record<string, unknown> = {}): Record<string, unknown> => ({
  before: rowWith({ classification: 'internal' }),
  after: rowWith({ classification: 'restricted' }),
  source: sourceOf(),
  op: 'u',
  ts_ms: Date.UTC(2026, 10, 20),
  ...parts,
});

export const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

export const keyOf = (id: unknown): Uint8Array => bytesOf({ id });

type WrittenRule = Readonly<Record<string, unknown>>;

export const reclassified: WrittenRule = {
  when: "$changed('body.classification')",
  name: '{% after.id %}',
  title: '{% after.id %}: {% $before.body.classification %} -> {% after.body.classification %}',
};

/** As the file says it, checked by its schema. */
export const settingsOf = (rules: readonly WrittenRule[], parts: Record<string, unknown> = {}): ReaderSettings => {
  const written = changes.parse({ environment: 'staging', topics: ['cdc.public.metadata'], rules, ...parts });
  return { ...written, pipeline: 'changes', rules: written.rules.map(compileRule) };
};

export const nowMs = Date.UTC(2026, 10, 20, 1);
