import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, fitsInto } from '#core/bytes.ts';

describe('whether plain data fits', () => {
  it('whether plain data fits is what its bytes as JSON say, for whatever data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(2_000), (value, bytesMax) => {
        expect(fitsInto(bytesMax, value)).toBe(bytesOf(value) <= bytesMax);
      }),
    );
  });

  it('whether plain data fits is known to the byte, where JSON escapes every character', () => {
    const value = { text: '\u0001'.repeat(100) };

    expect(fitsInto(bytesOf(value), value)).toBe(true);
    expect(fitsInto(bytesOf(value) - 1, value)).toBe(false);
  });
});
