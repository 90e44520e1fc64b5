// The event that leaves the normaliser: what the sinks read. Checked before it is produced, so that a sink need not guess.
import { isFilled, isText, rule, wrongIn } from './form.ts';
import { isRecord } from './is-record.ts';

type Values = Readonly<Record<string, unknown>>;

export type NormalisedEvent = {
  /** ISO 8601 in UTC. */
  readonly ts: string;
  readonly source: string;
  readonly ns: { readonly db: string; readonly coll: string };
  /** The operation of the change: `insert`, `update`, `replace` or `delete`. */
  readonly op: string;
  readonly event_type: string;
  readonly idempotency_key: string;
  readonly doc_id: string;
  readonly mapping_version: number;
  readonly tags: Values;
  readonly attrs: Values;
};

/** ClickHouse's `DateTime64` holds 1900 to 2299; a time outside is taken for another one without a word. */
const earliest = Date.UTC(1900, 0, 1);
const latest = Date.UTC(2300, 0, 1);

const written = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;

/** JavaScript takes 30 February for 2 March. */
const isTime = (value: unknown): boolean => {
  if (!isText(value) || !written.test(value)) return false;
  const at = Date.parse(value);
  return at >= earliest && at < latest && new Date(at).getUTCDate() === Number(value.slice(8, 10));
};

const filled = (name: string) => rule(name, isFilled, 'is no text, or is empty');
const object = (name: string) => rule(name, isRecord, 'is no object');

const rules = [
  rule('ts', isTime, 'is no time in UTC, or is not between 1900 and 2299'),
  filled('source'),
  rule('ns', (ns) => isRecord(ns) && isFilled(ns.db) && isFilled(ns.coll), 'has no `db` and `coll`'),
  filled('op'),
  filled('event_type'),
  filled('idempotency_key'),
  rule('doc_id', isText, 'is no text'),
  rule('mapping_version', Number.isSafeInteger, 'is no whole number'),
  object('tags'),
  object('attrs'),
];

const isEvent = (_: unknown, wrong: string | undefined): _ is NormalisedEvent => wrong === undefined;

/** The value itself, if it is an event, or every field that is of another form. */
export const checkedEvent = (
  value: Values,
): { readonly event: NormalisedEvent; readonly wrong?: never } | { readonly event?: never; readonly wrong: string } => {
  const wrong = wrongIn(value, rules);
  return isEvent(value, wrong) ? { event: value } : { wrong: wrong ?? '' };
};
