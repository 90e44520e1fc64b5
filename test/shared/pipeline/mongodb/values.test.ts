import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactJson } from '#pipeline/mongodb/exact-json.ts';
import { plain } from '#pipeline/mongodb/extended-json.ts';

describe('numbers of MongoDB', () => {
  test.each([
    ['{"n":9007199254740993}', { n: '9007199254740993' }],
    ['{"n":-9223372036854775808}', { n: '-9223372036854775808' }],
    ['{"n":9007199254740991}', { n: 9_007_199_254_740_991 }],
    ['{"n":1234567890.1234567890123}', { n: 1_234_567_890.123_456_7 }],
    ['{"n":1,"token":"8263A10000000001"}', { n: 1, token: '8263A10000000001' }],
    ['{"n":[1,{"m":12345678901234567890}]}', { n: [1, { m: '12345678901234567890' }] }],
  ])('%s is read without rounding an integer', (text, expected) => {
    expect(parseExactJson(text)).toEqual(expected);
  });

  test('every 64-bit integer keeps all its digits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const { n } = parseExactJson(`{"n":${value}}`) as { n: unknown };
        expect(String(n)).toBe(String(value));
      }),
    );
  });
});

describe('Extended JSON', () => {
  test.each([
    [{ $oid: '656f00000000000000000001' }, '656f00000000000000000001'],
    [{ $numberInt: '5' }, 5],
    [{ $numberLong: '5' }, 5],
    [{ $numberLong: '9007199254740993' }, '9007199254740993'],
    [{ $numberDouble: '1.5' }, 1.5],
    [{ $numberDouble: 'NaN' }, 'NaN'],
    [{ $numberDouble: '-Infinity' }, '-Infinity'],
    [{ $numberDecimal: '1.10' }, '1.10'],
    [{ $date: '2026-11-20T10:00:00Z' }, '2026-11-20T10:00:00.000Z'],
    [{ $date: { $numberLong: '-1' } }, '1969-12-31T23:59:59.999Z'],
    [{ $date: 0 }, '1970-01-01T00:00:00.000Z'],
    [{ $date: { $numberLong: '99999999999999999' } }, '99999999999999999'],
    [{ $uuid: 'c8edabc3-f738-4ca3-b68d-ab92a91478a3' }, 'c8edabc3-f738-4ca3-b68d-ab92a91478a3'],
    [{ $binary: { base64: 'AQI=', subType: '00' } }, 'AQI='],
    [{ $binary: { base64: 'yO2rw/c4TKO2jauSqRR4ow==', subType: '04' } }, 'c8edabc3-f738-4ca3-b68d-ab92a91478a3'],
    [{ $binary: { base64: 'AQI=', subType: '04' } }, 'AQI='],
    [{ $binary: 'AQI=', $type: '00' }, 'AQI='],
    [
      { $binary: 'AQI=', $type: '00', other: 1 },
      { $binary: 'AQI=', $type: '00', other: 1 },
    ],
    [{ $date: { $numberLong: '253402300800000' } }, '+010000-01-01T00:00:00.000Z'],
    [{ $date: '1900-01-01T00:00:00+02:00' }, '1899-12-31T22:00:00.000Z'],
    [{ $numberDouble: '-0.0' }, -0],
    [{ $symbol: 'a' }, 'a'],
    [{ $undefined: true }, null],
    [{ a: [{ $numberInt: '1' }, { b: { $oid: 'x' } }] }, { a: [1, { b: 'x' }] }],
    [
      { $numberInt: '1', other: 2 },
      { $numberInt: '1', other: 2 },
    ],
    [{ $timestamp: { t: 1, i: 2 } }, { $timestamp: { t: 1, i: 2 } }],
  ])('%j becomes %j', (written, expected) => {
    expect(plain(written)).toEqual(expected);
  });

  test('what has no wrapper is the very same value', () => {
    const value = { a: 1, b: [{ c: null }] };
    expect(plain(value)).toBe(value);
  });

  test('a field called __proto__ stays a field', () => {
    const value = plain(JSON.parse('{"__proto__":{"$numberInt":"1"},"a":{"$numberInt":"2"}}'));
    expect(JSON.stringify(value)).toBe('{"__proto__":1,"a":2}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('unwrapping twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(plain(plain(value))).toEqual(plain(value));
      }),
    );
  });
});
