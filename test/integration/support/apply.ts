// Puts the definition of a file into a table in moto, as `curfew apply` does.
import { readFileSync } from 'node:fs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamoDefinitionVersions } from '#definition/versions/dynamodb.ts';
import { readYaml } from '#definition/yaml-file.ts';

export const applyText = async (
  dynamodb: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  environment: string,
  yaml: string,
): Promise<void> => {
  const versions = dynamoDefinitionVersions(dynamodb, tableName);
  const current = await versions.current(environment);
  const next = { yaml, content: readYaml(yaml).content, access: '', by: 'test', byIsVerified: true };
  await versions.put(environment, { ...next, at: new Date().toISOString() }, current?.version);
};

export const applyFile = (
  dynamodb: Pick<DynamoDBClient, 'send'>,
  tableName: string,
  environment: string,
  file: string | URL,
  edit: (yaml: string) => string = (yaml) => yaml,
): Promise<void> => applyText(dynamodb, tableName, environment, edit(readFileSync(file, 'utf8')));

/** The definition of `wire`. */
export const wireFile = new URL('../environments/wire.yaml', import.meta.url);
export const stagingFile = new URL('../../fixtures/environments/staging.yaml', import.meta.url);
