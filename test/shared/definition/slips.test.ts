// Whatever happens to a definition's text, it is loaded or refused.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { parseDefinition } from '#definition/load.ts';

const textOf = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/environments/${file}`, import.meta.url)), 'utf8');

describe('a definition with a slip of the pen', () => {
  const staging = textOf('staging.yaml');
  const lines = staging.split('\n');

  /** The definition's text after a slip, or nothing if it is refused. Anything but a refusal is a bug. */
  const judge = (text: string) => {
    try {
      return parseDefinition(text, 'staging.yaml');
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      expect(String(error)).toMatch(/^InputError: staging\.yaml( is empty|.*\n {2}staging\.yaml:\d+:\d+: )/);
      return undefined;
    }
  };

  const line = fc.nat(lines.length - 1);
  const place = fc.nat(staging.length - 1);
  const character = fc.oneof(
    fc.constantFrom(...':-#&*!|>\'"%@`{}[],?\t \n<~'),
    fc.string({ unit: 'binary', minLength: 1 }),
  );
  const slips = fc.oneof(
    line.map((at) => (text: string) => text.split('\n').toSpliced(at, 1).join('\n')),
    fc.tuple(line, line).map(([from, to]) => (text: string) => {
      const all = text.split('\n');
      return all.toSpliced(to, 0, all[from] ?? '').join('\n');
    }),
    place.map((at) => (text: string) => {
      const swapped = `${text.slice(at + 1, at + 2)}${text.slice(at, at + 1)}`;
      return `${text.slice(0, at)}${swapped}${text.slice(at + 2)}`;
    }),
    fc.tuple(place, character).map(
      ([at, other]) =>
        (text: string) =>
          text.slice(0, at) + other + text.slice(at + 1),
    ),
    place.map((at) => (text: string) => text.slice(0, at)),
  );

  test('a definition with a slip of the pen is loaded or refused with a place, and nothing else happens', () => {
    fc.assert(
      fc.property(fc.array(slips, { minLength: 1, maxLength: 4 }), (made) => {
        judge(made.reduce((text, slip) => slip(text), staging));
      }),
      { numRuns: 600 },
    );
  });

  test('a definition with a slip of the pen is loaded or refused for whatever text there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => void judge(text)),
      { numRuns: 500 },
    );
  });
});
