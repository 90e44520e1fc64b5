import { expect, test } from 'vitest';
import { storeEvent } from '#functions/store-metadata/flow.ts';
import type { Outgoing } from '#pipeline/kafka/outgoing.ts';
import type { Entity } from '#pipeline/stores/entity.ts';
import type { Store } from '#pipeline/stores/store.ts';
import { deliveryOf, eventAbout } from '#test/support/store-events.ts';

const world = (parts: Partial<Store> = {}, reportsPartialBatches = false, isKafkaAway = false) => {
  const stored: Entity[] = [];
  const letters: Outgoing[] = [];
  const counts: object[] = [];
  let released = 0;
  const handle = storeEvent({
    store: {
      name: 'postgres',
      upsert: async (entities) => void stored.push(...entities),
      meaningOf: () => 'moment',
      release: async () => {
        released += 1;
      },
      ...parts,
    },
    deadLetters: 'dead',
    produce: async (records) => {
      if (isKafkaAway && records.length > 0) throw new Error('no broker');
      letters.push(...records);
    },
    reportsPartialBatches,
    count: (one) => void counts.push(one),
  });
  return { stored, letters, counts, handle, released: () => released };
};

const both = (first: ReturnType<typeof deliveryOf>, second: ReturnType<typeof deliveryOf>) => ({
  eventSource: 'aws:kafka',
  records: { ...first.records, ...second.records },
});

test('events come into the store, and the store is released after the batch', async () => {
  const { handle, stored, counts, released } = world();
  await handle(deliveryOf([eventAbout('a'), eventAbout('b')]));
  expect(stored.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['montecarlo.incident a', 'montecarlo.incident b']);
  expect(counts).toEqual([{ entities: 2, deadLetters: 0 }]);
  expect(released()).toBe(1);
});

test('what is no event goes to the dead letters of the pipeline, with the name of the store', async () => {
  const { handle, stored, letters } = world();
  await handle(deliveryOf(['no JSON', eventAbout('a'), '{}']));
  expect(stored).toHaveLength(1);
  expect(letters.map(({ topic, headers }) => [topic, headers['source-offset']])).toEqual([
    ['dead', '0'],
    ['dead', '2'],
  ]);
  expect(letters[0]?.headers.reason).toMatch(/^postgres: is not JSON/);
});

test('a store that is away stops its partitions alone, and makes no dead letter', async () => {
  const away = async (entities: readonly Entity[]) => {
    if (entities.some(({ id }) => id === 'a')) throw new Error('away');
  };
  const { handle, letters, released } = world({ upsert: away }, true);
  const answer = await handle(both(deliveryOf([eventAbout('a')], 0), deliveryOf([eventAbout('b')], 1)));
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: { partition: 'events-0', offset: 0 } }] });
  expect(letters).toEqual([]);
  expect(released()).toBe(1);
});

test('without partial results the whole batch is delivered again, and the store is released all the same', async () => {
  const { handle, released } = world({ upsert: () => Promise.reject(new Error('away')) });
  await expect(handle(deliveryOf([eventAbout('a')]))).rejects.toThrow(
    'events-0 stopped at offset 0; the batch is delivered again',
  );
  expect(released()).toBe(1);
});

test('a dead letter that Kafka does not take is tried again with its batch', async () => {
  const { handle } = world({}, false, true);
  await expect(handle(deliveryOf([eventAbout('a'), 'no JSON']))).rejects.toThrow('the batch is delivered again');
});
