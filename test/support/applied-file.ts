// The file of an environment of test/fixtures/environments/ in a simulated table, as `curfew apply` puts it there.
import { readFileSync } from 'node:fs';
import { readYaml } from '#definition/yaml-file.ts';
import type { SimulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { applyInTable } from '#sim/definitions-in-table.ts';

export const applyFixture = (
  dynamodb: Pick<SimulatedDynamoDb, 'handle'>,
  tableName: string,
  environment: string,
  { version = 1, atMs = 0, change = (text: string) => text } = {},
) => {
  const yaml = change(readFileSync(`test/fixtures/environments/${environment}.yaml`, 'utf8'));
  return applyInTable({ dynamodb, tableName }, environment, { yaml, content: readYaml(yaml).content, version, atMs });
};
