import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonShape } from '#engine/json-shape.ts';

const writtenAndParsed = (value: unknown): unknown => JSON.parse(JSON.stringify({ value })).value;

describe('the shape of a value in JSON', () => {
  it('is that of the value written and parsed', () => {
    const values = fc.anything({
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withSparseArray: true,
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(jsonShape(value)).toStrictEqual(writtenAndParsed(value));
      }),
    );
  });

  it.each([
    ['what is not defined', { a: undefined, b: [undefined, () => {}], c: () => {} }, { b: [null, null] }],
    ['numbers that JSON does not know', [-0, Number.NaN, Number.POSITIVE_INFINITY], [0, null, null]],
    [
      'what writes itself',
      { at: new Date(0), of: { toJSON: () => 'said' } },
      { at: '1970-01-01T00:00:00.000Z', of: 'said' },
    ],
    ['nothing', undefined, undefined],
  ])('has no %s', (_, value, shape) => expect(jsonShape<unknown>(value)).toStrictEqual(shape));

  it('shares nothing with the value', () => {
    const value = { list: [{ a: 1 }] };
    const shape = jsonShape(value);
    value.list.push({ a: 2 });
    expect(shape).toEqual({ list: [{ a: 1 }] });
  });

  it('refuses what JSON refuses', () => {
    expect(() => jsonShape({ count: 1n })).toThrow(TypeError);
  });
});
