import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Entity, entityOf } from '#pipeline/stores/entity.ts';
import type { Store } from '#pipeline/stores/store.ts';
import { roundsOf, upsertEntities } from '#pipeline/stores/upsert-entities.ts';
import { eventAbout } from '#test/support/store-events.ts';

const entities = fc
  .array(fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd'), isBad: fc.boolean() }), { maxLength: 30 })
  .map((list): Entity[] =>
    list.map(({ id, isBad }, index) =>
      entityOf(eventAbout(id, { idempotency_key: `key-${index}`, attrs: { index, isBad } })),
    ),
  );

const isBad = ({ body }: Entity): boolean => body.isBad === true;

/** Refuses a whole call for one bad entity, as PostgreSQL does. */
const storeWith = (parts: Partial<Store> = {}) => {
  const calls: (readonly Entity[])[] = [];
  const stored: Entity[] = [];
  const store: Store = {
    name: 'test',
    upsert: async (some) => {
      calls.push(some);
      if (some.some(isBad)) throw new Error('refused');
      stored.push(...some);
    },
    meaningOf: () => 'entities',
    release: async () => {},
    ...parts,
  };
  return { store, calls, stored };
};

test('in each round a thing stands once, and the versions of a thing keep their order', () => {
  fc.assert(
    fc.property(entities, (list) => {
      const rounds = roundsOf(list);
      for (const round of rounds) expect(new Set(round.map(({ id }) => id)).size).toBe(round.length);
      for (const wanted of ['a', 'b', 'c', 'd'])
        expect(rounds.flat().filter(({ id }) => id === wanted)).toEqual(list.filter(({ id }) => id === wanted));
    }),
  );
});

test('exactly the bad ones are refused, whatever stands beside them', async () => {
  await fc.assert(
    fc.asyncProperty(entities, async (list) => {
      const { store, stored } = storeWith();
      const refused = await upsertEntities(list, store);
      expect(new Set(refused.map(({ entity }) => entity))).toEqual(new Set(list.filter(isBad)));
      expect(new Set(stored)).toEqual(new Set(list.filter((one) => !isBad(one))));
    }),
  );
});

test('no entity is refused while the store is away', async () => {
  const { store, calls } = storeWith({ meaningOf: () => 'moment' });
  const bad = entityOf(eventAbout('a', { attrs: { isBad: true } }));
  await expect(upsertEntities([bad], store)).rejects.toThrow('refused');
  expect(calls).toHaveLength(1);
});

test('of a name that is both a tag and an attribute, the tag counts', () => {
  const { body } = entityOf(eventAbout('a', { tags: { status: 'tag' }, attrs: { status: 'attribute', n: 1 } }));
  expect(body).toEqual({ status: 'tag', n: 1 });
});
