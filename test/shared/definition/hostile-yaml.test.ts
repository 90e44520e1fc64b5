// Definitions that want more of the reader than to be read: tags that make objects, aliases that grow without end, depth.
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { validYaml } from './wrong-file.ts';

const messageAbout = (text: string): string => {
  try {
    parseDefinition(text, 'qa.yaml');
    return '';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
  }
};

const laughs = (levels: number): string =>
  ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]']
    .concat(Array.from({ length: levels }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(10).fill(`*a${n}`).join(', ')}]`))
    .join('\n');

describe('a definition', () => {
  it.each([
    ['a tag that makes a function', 'environment: !!js/function "function () { throw 1 }"\n'],
    ['a tag that nobody knows', `${validYaml}\nextra: !mine x\n`],
    ['aliases that grow without end', `${laughs(12)}\n`],
    ['an alias of itself', 'environment: &a [*a]\n'],
    ['brackets without end', `environment: ${'['.repeat(50_000)}\n`],
    [
      'indentation without end',
      `${Array.from({ length: 3_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')}\n`,
    ],
    ['a prototype', '__proto__: { polluted: true }\n'],
  ])(
    'a definition with %s is refused in words, and soon',
    (_what, text) => {
      expect(messageAbout(text)).toMatch(/^InputError: .*qa\.yaml/s);
      expect(messageAbout(text).length).toBeLessThan(20_000);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
    5_000,
  );
});
