// What was before a rehearsal begins, in its state table: the installation, and runs that later ones learn from.
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Report } from '#core/report.ts';
import type { SimulatedDynamoDb } from './aws/dynamodb.ts';

type Table = { readonly dynamodb: Pick<SimulatedDynamoDb, 'handle'>; readonly tableName: string };

const put = ({ dynamodb, tableName }: Table, Item: Record<string, unknown>): void => {
  dynamodb.handle('PutItem', { TableName: tableName, Item });
};

/** Where reconcile has ticked for long, it has noted when it was first there. */
export const noteInstallation = (table: Table, environment: string, atMs: number): void => {
  const at = { S: new Date(atMs).toISOString() };
  put(table, { pk: { S: `ENV#${environment}` }, sk: { S: 'NOTICE#installed' }, at });
};

export const noteEarlier = (table: Table, reports: readonly Report[] = []): void => {
  for (const report of reports) {
    const { environment, endedAt, run } = report;
    const sk = `RUN#${new Date(endedAt).toISOString()}#${run}`;
    put(table, marshall({ pk: `ENV#${environment}`, sk, ...report }, { removeUndefinedValues: true }));
  }
};
