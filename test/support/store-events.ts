// Events of the normaliser as a store gets them from Kafka.
import type { NormalisedEvent } from '#pipeline/normalised-event.ts';

export const eventAbout = (id: string, parts: Partial<NormalisedEvent> = {}): NormalisedEvent => ({
  ts: '2026-11-30T10:00:00.000Z',
  source: 'montecarlo',
  ns: { db: 'montecarlo', coll: 'incident' },
  op: 'upsert',
  event_type: 'upsert',
  idempotency_key: `montecarlo:${id}`,
  doc_id: id,
  mapping_version: 1,
  tags: {},
  attrs: {},
  ...parts,
});

/** As Lambda's event source hands over values of one partition. Texts are handed over as they are. */
export const deliveryOf = (values: readonly (NormalisedEvent | string)[], partition = 0) => ({
  eventSource: 'aws:kafka',
  records: {
    [`events-${partition}`]: values.map((value, offset) => ({
      ...{ topic: 'events', partition, offset, timestamp: 0 },
      value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64'),
    })),
  },
});
