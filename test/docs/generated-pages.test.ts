// The pages that are made from the code say what the code says.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generatedPages } from '../../scripts/docs/generated-pages.ts';
import { reasons } from '../../scripts/docs/permission-reasons.ts';

const textOf = (file: string): string => readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8');

/** The formatter aligns tables and puts blank lines between blocks; what is said stays the same. */
const said = (page: string): string[] =>
  page
    .split('\n')
    .map((line) =>
      line
        .replaceAll(/\|[ -]*(?=\|)/g, '|')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .map((line) => line.replaceAll(/ ?\| ?/g, '|'))
    .filter((line) => line !== '' && !/^\|+$/.test(line));

describe.each(Object.entries(generatedPages))('%s', (file, generated) => {
  it('a generated page is what the code gives: otherwise run `npm run docs`', () => {
    expect(said(textOf(file))).toEqual(said(generated()));
  });
});

describe('the definition reference', () => {
  const page = textOf('docs/definition.md');
  const schema = textOf('schema.json');

  it('the definition reference has every key that the schema knows', () => {
    const keys = new Set(
      [...schema.matchAll(/"properties": \{\s*"(\w+)"|^\s{6,}"(\w+)": \{$/gm)].map(([, a, b]) => a ?? b),
    );
    const words = new Set(['properties', 'items', 'additionalProperties', 'propertyNames', 'default', 'anyOf']);
    const missing = [...keys].filter((key) => key && !words.has(key) && !new RegExp(`[\`.\\]]${key}\``).test(page));

    expect(keys.size).toBeGreaterThan(30);
    expect(missing).toEqual([]);
  });
});

describe('the permissions page', () => {
  it('the permissions page has no reason for what nobody is allowed', () => {
    const page = textOf('docs/permissions.md');

    expect(Object.keys(reasons).filter((action) => !page.includes(`\`${action}\``))).toEqual([]);
  });
});
