// Stores versions of definitions in the state table: only ever `control`, or whoever stands in for it.
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { OperationError } from '#core/errors.ts';
import { requesting } from '#core/state/dynamodb-errors.ts';
import { always, ifAbsent, ifVersion, keyItem, openTable } from '#core/state/dynamodb-table.ts';
import { dynamoReadVersions } from './dynamodb-reading.ts';
import { accessKey, currentKey, versionKey } from './keys.ts';
import { type StoredVersion, toStored } from './stored-version.ts';
import { transacted } from './transaction.ts';
import type { DefinitionVersions, NewVersion, Put, ReadVersions, VersionSummary } from './version.ts';

const keptAlways = 50;
const keepDays = 400;

type Client = Pick<DynamoDBClient, 'send'>;

const expiryAfter = (at: string): number => Math.floor(Date.parse(at) / 1_000) + keepDays * 24 * 60 * 60;

/** The item of the new version and the one that names it as current, together or not at all. */
export const storingWrites = (TableName: string, environment: string, next: StoredVersion) => {
  const { version, hash, at, basedOn = 0 } = next;
  const item = (value: object) => marshall(value, { removeUndefinedValues: true });
  return [
    { Put: { TableName, Item: item({ ...versionKey(environment, version), ...next }), ...ifAbsent } },
    { Put: { TableName, Item: item({ ...currentKey(environment), version, hash, at }), ...ifVersion(basedOn) } },
  ];
};

/** False if another was first. */
const storing = (client: Client, TableName: string) => (environment: string, next: StoredVersion) => {
  const doing = `storing definition v${next.version} of ${environment} in table ${TableName}`;
  return transacted(doing, client, storingWrites(TableName, environment, next));
};

/** A run may be under way with any version, so that time counts from when so many newer ones stand before it. */
const expiring = (client: Client, TableName: string) => async (environment: string, version: number, at: string) => {
  if (version < 1) return;
  const input = {
    TableName,
    Key: keyItem(versionKey(environment, version)),
    UpdateExpression: 'SET #expiresAt = :expiresAt',
    ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(#expiresAt)',
    ExpressionAttributeNames: { '#expiresAt': 'expiresAt' },
    ExpressionAttributeValues: { ':expiresAt': { N: String(expiryAfter(at)) } },
  };
  const doing = `letting definition v${version} of ${environment} expire in table ${TableName}`;
  await requesting<unknown>(
    doing,
    () => client.send(new UpdateItemCommand(input)),
    () => {},
  );
};

const isSame = (standing: VersionSummary | undefined, next: StoredVersion): boolean =>
  standing !== undefined && standing.version === next.version && standing.hash === next.hash && standing.by === next.by;

/** Who was first. That nobody was, though the write was refused, can only be because another one is under way. */
const winner = async (versions: ReadVersions, environment: string, basedOn: number | undefined) => {
  const current = await versions.current(environment);
  if (current?.version === basedOn)
    throw new OperationError('THROTTLED', `another change of the definition of ${environment} is under way; try again`);
  return current && versions.summary(environment, current.version);
};

const putting = (client: Client, tableName: string, versions: ReadVersions): DefinitionVersions['put'] => {
  const store = storing(client, tableName);
  const expire = expiring(client, tableName);
  return async (environment: string, given: NewVersion, basedOn?: number): Promise<Put> => {
    const next = toStored(given, (basedOn ?? 0) + 1, basedOn);
    if (!(await store(environment, next))) {
      const current = await winner(versions, environment, basedOn);
      if (!isSame(current, next)) return { kind: 'conflict', current };
    }
    await expire(environment, next.version - keptAlways, next.at);
    return { kind: 'stored', version: next.version, hash: next.hash };
  };
};

export const dynamoDefinitionVersions = (client: Client, tableName: string): DefinitionVersions => {
  const table = openTable(client, tableName);
  const versions = dynamoReadVersions(client, tableName);
  return {
    ...versions,
    put: putting(client, tableName, versions),
    async putGranted(environment, granted) {
      await table.put(`noting the granted rights of ${environment}`, accessKey(environment), granted, always);
    },
  };
};
