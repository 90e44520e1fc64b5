// The event that leaves the normaliser: what the sinks read. Checked before it is produced, so that a sink need not guess.
import * as z from 'zod';
import { describeIssue } from './describe-issue.ts';
import { isRecord } from './is-record.ts';

/** ClickHouse's `DateTime64` holds 1900 to 2299; a time outside is taken for another one without a word. */
const earliest = Date.UTC(1900, 0, 1);
const latest = Date.UTC(2299, 11, 31);

const time = z.iso.datetime().refine((text) => {
  const at = Date.parse(text);
  return at >= earliest && at <= latest;
}, 'is not between 1900 and 2299');

const normalisedEvent = z.object({
  ts: time,
  source: z.string().min(1),
  ns: z.object({ db: z.string().min(1), coll: z.string().min(1) }),
  op: z.string().min(1),
  event_type: z.string().min(1),
  idempotency_key: z.string().min(1),
  doc_id: z.string(),
  mapping_version: z.number().int(),
  tags: z.record(z.string(), z.unknown()),
  attrs: z.record(z.string(), z.unknown()),
});

export type NormalisedEvent = z.output<typeof normalisedEvent>;

const isFilled = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** A time as the normaliser writes it. Other forms are for the schema. */
const isWrittenTime = (value: unknown): boolean => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return at >= earliest && at <= latest && new Date(at).toISOString() === value;
};

const isSurelyEvent = (value: unknown): value is NormalisedEvent =>
  isRecord(value) &&
  isWrittenTime(value.ts) &&
  isFilled(value.source) &&
  isRecord(value.ns) &&
  isFilled(value.ns.db) &&
  isFilled(value.ns.coll) &&
  isFilled(value.op) &&
  isFilled(value.event_type) &&
  isFilled(value.idempotency_key) &&
  typeof value.doc_id === 'string' &&
  Number.isSafeInteger(value.mapping_version) &&
  isRecord(value.tags) &&
  isRecord(value.attrs);

/**
 * What is surely an event is not copied by the schema, which takes a third of a record's time; it has the last word about
 * everything else, and says what is wrong.
 */
export const checkedEvent = (
  value: unknown,
): { readonly event: NormalisedEvent; readonly wrong?: never } | { readonly event?: never; readonly wrong: string } => {
  if (isSurelyEvent(value)) return { event: value };
  const checked = normalisedEvent.safeParse(value);
  return checked.success ? { event: checked.data } : { wrong: checked.error.issues.map(describeIssue).join('; ') };
};
