// Reads the versions of definitions in the state table, and notes which one a function uses. Apart from what stores them: no
// function but `control` does.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { always, openTable } from '#core/state/dynamodb-table.ts';
import { accessKey, currentKey, observedKey, observedKeys, versionKey, versionKeys } from './keys.ts';
import { fromStored, type StoredVersion } from './stored-version.ts';
import type {
  CurrentVersion,
  DefinitionVersion,
  GrantedAccess,
  Observed,
  ReadVersions,
  VersionSummary,
} from './version.ts';

/** What a list shows: everything but the texts, which are nearly all of an item. */
const shown = ['version', 'hash', 'schema', 'by', 'byIsVerified', 'why', 'at', 'basedOn', 'access'] as const;

/** One that cannot be read is asked for again the next time. */
const readOnce = (table: ReturnType<typeof openTable>): ReadVersions['read'] => {
  const known = new Map<string, DefinitionVersion>();
  return async (environment, pin) => {
    const key = `${environment} ${pin.version} ${pin.hash}`;
    const found = known.get(key);
    if (found) return found;
    const doing = `reading definition v${pin.version} of ${environment}`;
    const stored = await table.get<StoredVersion>(doing, versionKey(environment, pin.version));
    const version = fromStored(environment, pin, stored);
    known.set(key, version);
    return version;
  };
};

export const dynamoReadVersions = (client: Pick<DynamoDBClient, 'send'>, tableName: string): ReadVersions => {
  const table = openTable(client, tableName);
  return {
    read: readOnce(table),
    current: (environment) =>
      table.get<CurrentVersion>(`reading the current definition of ${environment}`, currentKey(environment)),
    async list(environment, limit) {
      if (limit <= 0) return [];
      const doing = `reading the definitions of ${environment}`;
      return table.list<VersionSummary>(doing, versionKeys(environment), limit, undefined, shown);
    },
    summary: (environment, version) =>
      table.get<VersionSummary>(
        `reading definition v${version} of ${environment}`,
        versionKey(environment, version),
        shown,
      ),
    granted: (environment) =>
      table.get<GrantedAccess>(`reading the granted rights of ${environment}`, accessKey(environment)),
    observed: (environment) =>
      table.list<Observed>(`reading the used definitions of ${environment}`, observedKeys(environment)),
    async noteObserved(environment, observed) {
      const doing = `noting the definition that ${observed.function} of ${environment} uses`;
      await table.put(doing, observedKey(environment, observed.function), observed, always);
    },
  };
};
