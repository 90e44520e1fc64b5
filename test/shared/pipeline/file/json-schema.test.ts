import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pipelineJsonSchema } from '#pipeline/file/json-schema.ts';

test('the JSON Schema of pipelines is the one that the format gives: otherwise run `npm run schema`', () => {
  const written = JSON.parse(readFileSync('pipeline-schema.json', 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(pipelineJsonSchema())));
});

test('the JSON Schema of pipelines explains every key to editors', () => {
  const silentIn = (schema: unknown, path: string): string[] => {
    if (typeof schema !== 'object' || schema === null) return [];
    const properties: object =
      'properties' in schema && typeof schema.properties === 'object' ? (schema.properties ?? {}) : {};
    const silent = Object.entries(properties).filter(([, value]) => !value.description);
    const below = Object.entries(schema).flatMap(([key, value]) => silentIn(value, `${path}/${key}`));
    return [...silent.map(([key]) => `${path}/${key}`), ...below];
  };
  expect(silentIn(pipelineJsonSchema(), '')).toEqual([]);
});
