// Snapshots of databases of RDS, of instances and of clusters: the same calls under two names.
import {
  CreateDBClusterSnapshotCommand,
  CreateDBSnapshotCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBSnapshotsCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { calling } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import { OperationError } from '#core/errors.ts';
import type { Sends, Warned } from '../adapter.ts';
import type { OwnSnapshot, SnapshotEffect, Stopped } from './snapshot-fields.ts';
import { isOwnSnapshot, snapshotName } from './snapshots.ts';

type Client = Sends<RDSClient>;

const SnapshotType = 'manual';

export type SnapshotCalls = {
  readonly list: (client: Client, database: string) => Promise<OwnSnapshot[]>;
  readonly create: (client: Client, database: string, id: string) => Promise<unknown>;
  readonly remove: (client: Client, id: string) => Promise<unknown>;
};

export const ofInstances: SnapshotCalls = {
  async list(client, DBInstanceIdentifier) {
    const found = await allPages(
      (Marker) =>
        client.send(
          new DescribeDBSnapshotsCommand({ DBInstanceIdentifier, SnapshotType, ...(Marker ? { Marker } : {}) }),
        ),
      (page) => page.DBSnapshots,
      (page) => page.Marker,
    );
    return found.map(({ DBSnapshotIdentifier: id = '', Status: status = 'creating' }) => ({ id, status }));
  },
  create: (client, DBInstanceIdentifier, DBSnapshotIdentifier) =>
    client.send(new CreateDBSnapshotCommand({ DBInstanceIdentifier, DBSnapshotIdentifier })),
  remove: (client, DBSnapshotIdentifier) => client.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier })),
};

export const ofClusters: SnapshotCalls = {
  async list(client, DBClusterIdentifier) {
    const found = await allPages(
      (Marker) =>
        client.send(
          new DescribeDBClusterSnapshotsCommand({ DBClusterIdentifier, SnapshotType, ...(Marker ? { Marker } : {}) }),
        ),
      (page) => page.DBClusterSnapshots,
      (page) => page.Marker,
    );
    return found.map(({ DBClusterSnapshotIdentifier: id = '', Status: status = 'creating' }) => ({ id, status }));
  },
  create: (client, DBClusterIdentifier, DBClusterSnapshotIdentifier) =>
    client.send(new CreateDBClusterSnapshotCommand({ DBClusterIdentifier, DBClusterSnapshotIdentifier })),
  remove: (client, DBClusterSnapshotIdentifier) =>
    client.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier })),
};

/** Those that Curfew made of it. */
export const ownSnapshots = async (calls: SnapshotCalls, client: Client, database: string): Promise<OwnSnapshot[]> => {
  const found = await calling(`list the snapshots of ${database}`, () => calls.list(client, database));
  return found.filter(({ id }) => isOwnSnapshot(id, database));
};

/** Of the same minute: a run that died in between has made it. */
const isMade = (error: OperationError): boolean => /SnapshotAlreadyExists/.test(error.awsCode);

type Snapshot = { readonly database: string; readonly effect: SnapshotEffect; readonly now: Date };

/**
 * Makes one. Where AWS refuses it for good, such as beyond its quota, and the definition says that the stop continues, `stop` is called
 * instead, and its owner is warned: nothing that is stored is lost by a stop.
 */
export const makeSnapshot = async (
  calls: SnapshotCalls,
  client: Client,
  { database, effect, now }: Snapshot,
  stop: () => Promise<unknown>,
): Promise<Warned | undefined> => {
  try {
    const id = snapshotName(database, now);
    await calling(`snapshot ${database}`, () => calls.create(client, database, id));
    return undefined;
  } catch (error) {
    if (!(error instanceof OperationError)) throw error;
    if (isMade(error)) return undefined;
    if (error.retryable || effect.ifFailed === 'keep-up') throw error;
    await stop();
    return { warning: `stopped without a snapshot (${error.message})` };
  }
};

/** After the stop: it is made, whatever becomes of the old ones, and the next stop tries again. */
export const afterStop = async (
  calls: SnapshotCalls,
  client: Client,
  { deleting = [], failed }: Stopped,
): Promise<Warned | undefined> => {
  const warnings = failed === undefined ? [] : [`stopped although its snapshot ${failed} failed`];
  for (const id of deleting)
    try {
      await calling(`delete snapshot ${id}`, () => calls.remove(client, id));
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      if (error.code !== 'NOT_FOUND') warnings.push(error.message);
    }
  return warnings.length === 0 ? undefined : { warning: warnings.join('; ') };
};
