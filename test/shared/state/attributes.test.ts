import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesOf } from '#state/attributes.ts';

const leaves = [fc.string(), fc.boolean(), fc.constant(null), fc.maxSafeInteger()];
/** `marshall` itself stumbles over an attribute called `constructor`. */
const key = fc.string().map((text) => `#${text}`);
const written = fc.dictionary(key, fc.anything({ key, values: leaves }));

describe('the values of an item', () => {
  it('are those that were written', () => {
    fc.assert(
      fc.property(written, (values) => {
        const item = marshall(values, { removeUndefinedValues: true });
        expect(valuesOf(item)).toEqual(unmarshall(item));
      }),
    );
  });

  it.each<[string, AttributeValue]>([
    ['a number that is not whole', { N: '0.1' }],
    ['an integer beyond what a number holds', { N: '9007199254740993' }],
    ['nothing', { NULL: true }],
    ['a flag', { BOOL: false }],
    ['an empty text', { S: '' }],
    ['a set', { SS: ['a', 'b'] }],
    ['bytes', { B: new Uint8Array([1]) }],
  ])('are read as the SDK reads them: %s', (_, attribute) => {
    expect(valuesOf({ list: { L: [attribute] } })).toEqual(unmarshall({ list: { L: [attribute] } }));
  });
});
