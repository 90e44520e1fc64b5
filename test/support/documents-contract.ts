// What every kind of documents does, whatever it is made of.
import { describe, expect, it } from 'vitest';
import type { Documents } from '#cleanup/store/documents.ts';

type Make = () => Documents | Promise<Documents>;

export const testDocuments = (name: string, make: Make): void => {
  describe(`documents: ${name}`, () => {
    it('a store of documents knows nothing at first', async () => {
      const documents = await make();
      expect(await documents.read('one', 'LEASE')).toBeUndefined();
      expect(await documents.list('one', '')).toEqual([]);
    });

    it('a store of documents gives back what was written, with its version', async () => {
      const documents = await make();
      const value = { text: 'a"b\n%/é', number: 1, nested: { list: [1, 'two', null, true] } };

      expect(await documents.write('one', 'RUN#a/b', value, 0)).toBe(true);
      expect(await documents.read('one', 'RUN#a/b')).toEqual({ value, version: 1 });
      expect(await documents.write('one', 'RUN#a/b', { other: 1 }, 1)).toBe(true);
      expect(await documents.read('one', 'RUN#a/b')).toEqual({ value: { other: 1 }, version: 2 });
    });

    it.each([0, 1, 3, 9])('a store of documents writes nothing over version %i where 2 stands', async (over) => {
      const documents = await make();
      await documents.write('one', 'LEASE', { is: 1 }, 0);
      await documents.write('one', 'LEASE', { is: 2 }, 1);

      expect(await documents.write('one', 'LEASE', { is: 'wrong' }, over)).toBe(false);
      expect(await documents.read('one', 'LEASE')).toEqual({ value: { is: 2 }, version: 2 });
    });

    it('a store of documents lets exactly one of many write over the same version', async () => {
      const documents = await make();
      for (const over of [0, 1, 2]) {
        const writers = Array.from({ length: 12 }, (_, index) => documents.write('one', 'LEASE', { index }, over));
        expect((await Promise.all(writers)).filter(Boolean)).toHaveLength(1);
      }
      expect((await documents.read('one', 'LEASE'))?.version).toBe(3);
    });

    it('a store of documents counts right however many change it at once', async () => {
      const documents = await make();
      const increment = async (): Promise<void> => {
        const standing = await documents.read<{ count: number }>('one', 'COUNT');
        const next = { count: (standing?.value.count ?? 0) + 1 };
        if (!(await documents.write('one', 'COUNT', next, standing?.version ?? 0))) await increment();
      };
      await Promise.all(Array.from({ length: 10 }, increment));

      expect((await documents.read<{ count: number }>('one', 'COUNT'))?.value).toEqual({ count: 10 });
    });

    it('a store of documents lists by the beginning of the key, in order, each once and as it stands now', async () => {
      const documents = await make();
      for (const key of ['RUN#b#002', 'RUN#a#001', 'RUN#b#001', 'OTHER#b'])
        await documents.write('one', key, { key }, 0);
      await documents.write('one', 'RUN#b#001', { key: 'changed' }, 1);
      for (let index = 0; index < 60; index += 1)
        await documents.write('one', `MANY#${String(index).padStart(3, '0')}`, { index }, 0);

      expect((await documents.list('one', 'RUN#b#')).map(({ value }) => value)).toEqual([
        { key: 'changed' },
        { key: 'RUN#b#002' },
      ]);
      expect((await documents.list<{ index: number }>('one', 'MANY#')).map(({ value }) => value.index)).toEqual(
        Array.from({ length: 60 }, (_, index) => index),
      );
    });

    it('a store of documents keeps partitions apart', async () => {
      const documents = await make();
      await documents.write('one', 'LEASE', { is: 1 }, 0);

      expect(await documents.read('two', 'LEASE')).toBeUndefined();
      expect(await documents.list('two', '')).toEqual([]);
    });
  });
};
