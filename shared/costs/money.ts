// Amounts of money that add up exactly. Cost Explorer answers with up to ten decimals; people read cents. Pure.

/** A trillionth of the currency. */
export type Amount = bigint;

const decimals = 12;
const perCent = 10n ** BigInt(decimals - 2);

/** From a decimal number as AWS writes it: `12.3456789012`, `-0.5`, `3.2E-7`. Throws `RangeError` for anything else. */
export const amountOf = (text: string): Amount => {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (!match) throw new RangeError(`${text} is not an amount of money`);
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const shift = decimals - fraction.length + Number(exponent);
  const digits = BigInt(`${whole}${fraction}`);
  const value = shift >= 0 ? digits * 10n ** BigInt(shift) : digits / 10n ** BigInt(-shift);
  return sign === '-' ? -value : value;
};

export const sumOf = (amounts: readonly Amount[]): Amount => amounts.reduce((sum, amount) => sum + amount, 0n);

const floorCents = (amount: Amount): bigint => {
  const cents = amount / perCent;
  return amount < 0n && cents * perCent !== amount ? cents - 1n : cents;
};

/** To the nearest cent. */
export const inCents = (amount: Amount): number => Number(floorCents(amount + perCent / 2n));

/**
 * Each amount in cents, so that together they are the sum in cents: what rounding leaves over goes to those that lost most by it.
 */
export const apportioned = (amounts: readonly Amount[]): number[] => {
  const floors = amounts.map(floorCents);
  const left = inCents(sumOf(amounts)) - Number(sumOf(floors));
  const byRest = amounts
    .map((amount, index) => ({ index, rest: amount - (floors[index] ?? 0n) * perCent }))
    .toSorted((a, b) => Number(b.rest - a.rest) || a.index - b.index);
  const raised = new Set(byRest.slice(0, left).map(({ index }) => index));
  return floors.map((cents, index) => Number(cents) + (raised.has(index) ? 1 : 0));
};

/** A share of an amount, for forecasts. */
export const shareOf = (amount: Amount, part: Amount, whole: Amount): Amount =>
  whole === 0n ? 0n : (amount * part) / whole;

export const fromCents = (cents: number): number => cents / 100;
