import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonCopier } from '#run/engine/json-copy.ts';

/** Vitest's `toEqual` ignores keys that are undefined; as text they tell. */
const byWayOfText = (value: unknown): unknown => {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
};

it('a JSON copy is what writing a value as JSON and reading that again gives', () => {
  const anything = fc.anything({ withDate: true, withMap: true, withSet: true, withNullPrototype: true });
  fc.assert(
    fc.property(anything, (value) => {
      expect(jsonCopier()(value)).toStrictEqual(byWayOfText(value));
    }),
    { numRuns: 1_000 },
  );
});

it('a JSON copy shares no object with the value that it was made of', () => {
  const value = { list: [{ deep: 1 }] };
  const copy = jsonCopier()(value) as typeof value;
  expect(copy.list).not.toBe(value.list);
  expect(copy.list[0]).not.toBe(value.list[0]);
});

it('what a run has copied before is not copied again', () => {
  const jsonCopy = jsonCopier();
  const before = jsonCopy({ list: [{ deep: 1 }] }) as { readonly list: readonly unknown[] };
  const after = jsonCopy({ ...before, more: 1 }) as typeof before;
  expect(after.list).toBe(before.list);
  expect(jsonCopier()(before)).not.toBe(before);
});
