// Stores the events of one partition. What is no event, or is refused permanently, goes to the dead letters.
import { deadLetter } from './dead-letter.ts';
import { eventIn } from './event-in-record.ts';
import { batchesByBytes } from './kafka/batches.ts';
import { type Outgoing, outgoingLetter, type Produce } from './kafka/outgoing.ts';
import type { PartitionRecords, SourceRecord } from './kafka/source-records.ts';
import { type Entity, entityOf } from './stores/entity.ts';
import type { Store } from './stores/store.ts';
import { upsertEntities } from './stores/upsert-entities.ts';

type StoreResult = {
  readonly entities: number;
  readonly deadLetters: number;
  /** Where the partition must be read again, and why. Undefined: all of it is done. */
  readonly stopped: { readonly offset: string; readonly error: unknown } | undefined;
};

type Bad = { readonly record: SourceRecord; readonly reason: string };

/** Several stores write to the same topic of dead letters. */
const letterOf = (topic: string, store: string, { record, reason }: Bad): Outgoing =>
  outgoingLetter(
    topic,
    deadLetter({ key: record.key, value: record.value, place: record }, `${store}: ${reason}`, undefined),
  );

const sorted = (records: readonly SourceRecord[]) => {
  const recordOf = new Map<Entity, SourceRecord>();
  const bad: Bad[] = [];
  for (const record of records) {
    const { event, reason } = eventIn(record.value);
    if (event) recordOf.set(entityOf(event), record);
    else bad.push({ record, reason });
  }
  return { recordOf, bad };
};

/**
 * Entities first, dead letters after: after any failure the partition is read again from its first record, and what was stored
 * already is known by its version.
 */
export const storePartition = async (
  { records }: PartitionRecords,
  deadLetters: string,
  store: Store,
  produce: Produce,
): Promise<StoreResult> => {
  const { recordOf, bad } = sorted(records);
  try {
    const refused = await upsertEntities([...recordOf.keys()], store);
    const all = [
      ...bad,
      ...refused.flatMap(({ entity, reason }) => {
        const record = recordOf.get(entity);
        return record ? [{ record, reason }] : [];
      }),
    ];
    const letters = all.map((one) => letterOf(deadLetters, store.name, one));
    for (const batch of batchesByBytes(letters).batches) await produce(batch);
    return { entities: recordOf.size - refused.length, deadLetters: all.length, stopped: undefined };
  } catch (error) {
    return { entities: 0, deadLetters: 0, stopped: { offset: records[0]?.offset ?? '0', error } };
  }
};
