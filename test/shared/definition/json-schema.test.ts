import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { environmentJsonSchema } from '#definition/json-schema.ts';

const textOf = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

describe('the JSON Schema for editors', () => {
  it('the JSON Schema for editors is the one that the format gives: otherwise run `node scripts/write-json-schema.ts`', () => {
    expect(JSON.parse(textOf('schema.json'))).toEqual(JSON.parse(JSON.stringify(environmentJsonSchema())));
  });

  it('the JSON Schema explains every key to editors', () => {
    const keysWithoutHelp = (schema: unknown, path: string): string[] => {
      if (typeof schema !== 'object' || schema === null) return [];
      const properties = 'properties' in schema && typeof schema.properties === 'object' ? schema.properties : {};
      const silent = Object.entries(properties ?? {}).filter(([, value]) => !value.description);
      const below = Object.entries(schema).flatMap(([key, value]) => keysWithoutHelp(value, `${path}/${key}`));
      return [...silent.map(([key]) => `${path}/${key}`), ...below];
    };
    expect(keysWithoutHelp(environmentJsonSchema(), '')).toEqual([]);
  });
});
