// What a file exports is used by another one, product or test.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';

const textOf = new Map(
  globSync('{shared,functions,cli,sim,infra,scripts,bench,test}/**/*.ts').map((file) => [
    file,
    readFileSync(file, 'utf8'),
  ]),
);

/**
 * Lambda calls them, programs that install the package import them, Stryker and vitest load them by the names in their settings, and
 * the last ones are there to be compiled.
 */
const calledFromOutside =
  /^(functions\/.*\/handler|cli\/api\/index|infra\/product\/cdk\/(index|types\.d)|scripts\/(mutation\/stryker-plugin|reporters)|test\/shared\/missing-facets)\.ts$/;

const exportsOf = (text: string): string[] =>
  [...text.matchAll(/^export (?:const|let|type|function|class) (\w+)/gm)].map(([, name = '']) => name);

/** By the name of the file: the words of those that import it. */
const wordsOfImporters = new Map<string, Set<string>>();
for (const text of textOf.values()) {
  const words = new Set(text.match(/\w+/g));
  for (const [, target = ''] of text.matchAll(/(?:from|import\()\s*'([^']+)'/g)) {
    const known = wordsOfImporters.get(basename(target)) ?? new Set();
    for (const word of words) known.add(word);
    wordsOfImporters.set(basename(target), known);
  }
}

it('every export is used by another file', () => {
  const unused = [...textOf].flatMap(([file, text]) => {
    if (calledFromOutside.test(file) || file.endsWith('.test.ts')) return [];
    const words = wordsOfImporters.get(basename(file));
    return exportsOf(text)
      .filter((name) => !words?.has(name))
      .map((name) => `${file} ${name}`);
  });

  expect(unused).toEqual([]);
});
