import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountOf, apportioned, inCents, shareOf, sumOf } from '#costs/money.ts';

const decimalText = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 0, max: 9_999_999_999 }))
  .map(([whole, fraction]) => `${whole}.${String(fraction).padStart(10, '0')}`);

describe('amounts of money', () => {
  it.each([
    ['12.3456789012', 1_235],
    ['0.005', 1],
    ['0.0049999999', 0],
    ['-0.5', -50],
    ['-0.015', -1],
    ['3.2E-7', 0],
    ['1e2', 10_000],
    ['4150', 415_000],
  ])('%s is %i cents', (text, cents) => {
    expect(inCents(amountOf(text))).toBe(cents);
  });

  it.each(['', 'NaN', '1,200', '1.2.3', ' 1', '0x10', '--1', '1e999'])('%j is no amount', (text) => {
    expect(() => amountOf(text)).toThrow(RangeError);
  });

  it('a tenth of a cent ten thousand times is ten dollars: nothing is lost on the way', () => {
    expect(inCents(sumOf(Array.from({ length: 10_000 }, () => amountOf('0.001'))))).toBe(1_000);
  });

  it('parts in cents are the sum in cents, and each is within a cent of its amount', () => {
    fc.assert(
      fc.property(fc.array(decimalText, { maxLength: 30 }), (texts) => {
        const amounts = texts.map(amountOf);
        const cents = apportioned(amounts);

        expect(cents.reduce((sum, one) => sum + one, 0)).toBe(inCents(sumOf(amounts)));
        for (const [index, amount] of amounts.entries())
          expect(Math.abs((cents[index] ?? Number.NaN) - Number(amount) / 1e10)).toBeLessThan(1 + 1e-6);
      }),
    );
  });

  it('a share of nothing is nothing', () => {
    expect(shareOf(100n, 1n, 0n)).toBe(0n);
  });
});
