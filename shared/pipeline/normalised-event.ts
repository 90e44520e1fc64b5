// The event that leaves the normaliser: what the sinks read. Checked before it is produced, so that a sink need not guess.
import * as z from 'zod';

/** ClickHouse's `DateTime64` holds 1900 to 2299; a time outside is taken for another one without a word. */
const earliest = Date.UTC(1900, 0, 1);
const latest = Date.UTC(2299, 11, 31);

const time = z.iso.datetime().refine((text) => {
  const at = Date.parse(text);
  return at >= earliest && at <= latest;
}, 'is not between 1900 and 2299');

export const normalisedEvent = z.object({
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
