// The definitions of a rehearsal, in its state table: put there as `control` puts them, read by the production code.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Definition } from '#definition/definition.ts';
import { type Definitions, type KnownDefinitions, tableDefinitions } from '#definition/versions/definitions.ts';
import { storingWrites } from '#definition/versions/dynamodb.ts';
import { dynamoReadVersions } from '#definition/versions/dynamodb-reading.ts';
import { observedKey } from '#definition/versions/keys.ts';
import { definitionIn } from '#definition/versions/parse.ts';
import { toStored } from '#definition/versions/stored-version.ts';
import type { DefinitionPin, DefinitionVersion } from '#definition/versions/version.ts';
import type { SimulatedDynamoDb } from './aws/dynamodb.ts';

/** A rehearsal plays definitions that no file says: what is stored is the definition itself, unless `control` was given a file. */
export const storedAsItIs = (version: DefinitionVersion): Definition => {
  const content = version.content as Definition;
  return Array.isArray(content.resources) ? content : definitionIn(version);
};

type Table = { readonly dynamodb: Pick<SimulatedDynamoDb, 'handle'>; readonly tableName: string };
type Applied = { readonly content: unknown; readonly yaml?: string; readonly version: number; readonly atMs: number };

/** Makes it the next version. */
export const applyInTable = (
  { dynamodb, tableName }: Table,
  environment: string,
  { content, yaml = '', version, atMs }: Applied,
): DefinitionPin => {
  const at = new Date(atMs).toISOString();
  const next = { content, yaml, access: '', by: 'rehearsal', byIsVerified: true, at };
  const stored = toStored(next, version, version === 1 ? undefined : version - 1);
  dynamodb.handle('TransactWriteItems', { TransactItems: storingWrites(tableName, environment, stored) });
  return { version, hash: stored.hash };
};

/** As in an environment that has been operated for a while. */
const observedInTable = (
  { dynamodb, tableName }: Table,
  environment: string,
  functionName: string,
  pin: DefinitionPin,
): void => {
  const observed = { function: functionName, ...pin, at: new Date(0).toISOString() };
  const Item = marshall({ ...observedKey(environment, functionName), ...observed });
  dynamodb.handle('PutItem', { TableName: tableName, Item });
};

/** One object for each content: what is worked out of a definition, its weeks above all, is worked out once for all processes. */
const parsingOnce = (): ((version: DefinitionVersion) => Definition) => {
  const known = new Map<string, Definition>();
  return (version) => {
    const found = known.get(version.hash) ?? storedAsItIs(version);
    known.set(version.hash, found);
    return found;
  };
};

/** All of them, and how functions read them. */
export const definitionsInTable = ({ nowMs, ...table }: Table & { readonly nowMs: () => number }) => {
  const versions = new Map<string, number>();
  /** The process of reconcile lives all night; every invocation of a run is a process of its own. */
  const known: KnownDefinitions = new Map();
  const parse = parsingOnce();
  const apply = (next: Definition, atMs: number): DefinitionPin => {
    const version = (versions.get(next.environment) ?? 0) + 1;
    versions.set(next.environment, version);
    return applyInTable(table, next.environment, { content: next, version, atMs });
  };
  return {
    apply,
    /** The first version, in use for a while. */
    begin: (first: Definition, atMs: number): void =>
      observedInTable(table, first.environment, 'reconcile', apply(first, atMs)),
    readBy: (functionName: string, client: unknown): Definitions =>
      tableDefinitions({
        versions: dynamoReadVersions(client as Pick<DynamoDBClient, 'send'>, table.tableName),
        parse,
        ...(functionName === 'reconcile' ? { known, noteAs: { functionName, nowMs } } : {}),
      }),
  };
};
