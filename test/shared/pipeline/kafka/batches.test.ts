import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batchBytesMax, batchesByBytes } from '#pipeline/kafka/batches.ts';

test('no batch is larger than a broker takes, nothing is lost and the order stays', () => {
  const records = fc.array(fc.record({ id: fc.nat(), bytes: fc.integer({ min: 0, max: 1_200_000 }) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(records, (all) => {
      const { batches, tooLarge } = batchesByBytes(all);
      for (const batch of batches) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.reduce((sum, { bytes }) => sum + bytes + 64, 0)).toBeLessThanOrEqual(batchBytesMax);
      }
      const kept = all.filter((one) => !tooLarge.includes(one));
      expect(batches.flat()).toEqual(kept);
      for (const { bytes } of tooLarge) expect(bytes + 64).toBeGreaterThan(batchBytesMax);
    }),
  );
});

test.each([
  ['a record that just fits is a batch by itself', [batchBytesMax - 64, 0], [[batchBytesMax - 64], [0]], []],
  ['a record one byte larger fits nowhere', [batchBytesMax - 63], [], [batchBytesMax - 63]],
  ['two records that fill a batch exactly share it', [449_936, 449_936], [[449_936, 449_936]], []],
  ['of no records there is no batch', [], [], []],
])('%s', (_, sizes, batches, tooLarge) => {
  const cut = batchesByBytes(sizes.map((bytes) => ({ bytes })));
  expect(cut.batches.map((batch) => batch.map(({ bytes }) => bytes))).toEqual(batches);
  expect(cut.tooLarge.map(({ bytes }) => bytes)).toEqual(tooLarge);
});
