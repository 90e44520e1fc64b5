// When AWS backs up and maintains what can be stopped, for anyone who plans a downtime. Only a person's plan reads it.
import { DescribeReplicationGroupsCommand, type ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { DescribeDBClustersCommand, DescribeDBInstancesCommand, type RDSClient } from '@aws-sdk/client-rds';
import { calling } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends } from './adapter.ts';
import type { ClientOf } from './adapters.ts';
import { awsNameOf, isGate, type Kind, type Resource } from './resource.ts';
import { statusAdapterOf } from './status-adapters.ts';
import { statusKindNames, statusKindOf } from './status-kinds.ts';
import { databaseWindows, type Window, window } from './window.ts';

export type Windows = {
  readonly of: ReadonlyMap<ResourceName, readonly Window[]>;
  /** What could not be read, and why. */
  readonly unread: readonly string[];
};

type Clients = {
  readonly rds: Sends<RDSClient>;
  readonly elasticache: Sends<ElastiCacheClient>;
  readonly clientOf: ClientOf;
};

type ById = readonly (readonly [id: string | undefined, windows: readonly Window[]])[];

type Read = (clients: Clients, ids: readonly string[]) => Promise<ById>;

const idsPerCall = 100;

const instances: Read = async ({ rds }, ids) => {
  const found = chunks(ids, idsPerCall).map((Values) => {
    const Filters = [{ Name: 'db-instance-id', Values: [...Values] }];
    return allPages(
      (Marker) => rds.send(new DescribeDBInstancesCommand({ Filters, ...(Marker ? { Marker } : {}) })),
      (page) => page.DBInstances,
      (page) => page.Marker,
    );
  });
  return (await Promise.all(found)).flat().map((one) => [one.DBInstanceIdentifier, databaseWindows(one)]);
};

const clusters: Read = async ({ rds }, ids) => {
  const found = chunks(ids, idsPerCall).map((Values) => {
    const Filters = [{ Name: 'db-cluster-id', Values: [...Values] }];
    return allPages(
      (Marker) => rds.send(new DescribeDBClustersCommand({ Filters, ...(Marker ? { Marker } : {}) })),
      (page) => page.DBClusters,
      (page) => page.Marker,
    );
  });
  return (await Promise.all(found)).flat().map((one) => [one.DBClusterIdentifier, databaseWindows(one)]);
};

const caches: Read = async ({ elasticache }) => {
  const found = await allPages(
    (Marker) => elasticache.send(new DescribeReplicationGroupsCommand(Marker ? { Marker } : {})),
    (page) => page.ReplicationGroups,
    (page) => page.Marker,
  );
  return found.map(({ ReplicationGroupId, SnapshotRetentionLimit = 0, SnapshotWindow }) => [
    ReplicationGroupId,
    SnapshotRetentionLimit > 0 ? window('backup', SnapshotWindow) : [],
  ]);
};

/** Their adapters read the windows with everything else. */
const described = statusKindNames.map((kind): [Kind, Read] => {
  const adapter = statusAdapterOf(kind);
  return [
    kind,
    async ({ clientOf }, ids) => {
      const client = clientOf(statusKindOf(kind).calls.service, adapter.client);
      const rows = await adapter.read(client, ids, 'stop');
      return rows.map(({ name, windows = [] }) => [name, windows]);
    },
  ];
});

const readers = new Map<Kind, Read>([
  ['rds-instance', instances],
  ['aurora-cluster', clusters],
  ['elasticache-replication-group', caches],
  ...described,
]);

/** What a stop touches: a gate is backed up and maintained as ever. */
const isStopped = (one: Resource): boolean => !isGate(one) && one.leaveAlone === undefined;

export const windowsOf =
  (clients: Clients) =>
  async (resources: readonly Resource[]): Promise<Windows> => {
    const of = new Map<ResourceName, readonly Window[]>();
    const unread: string[] = [];
    const read = async (kind: Kind, ask: Read): Promise<void> => {
      const own = resources.filter((one) => one.kind === kind && isStopped(one));
      if (own.length === 0) return;
      try {
        const found = await calling('read backup and maintenance windows', () => ask(clients, own.map(awsNameOf)));
        const byId = new Map(found);
        for (const one of own) of.set(one.name, byId.get(awsNameOf(one)) ?? []);
      } catch (error) {
        unread.push(error instanceof Error ? error.message : String(error));
      }
    };
    await Promise.all([...readers].map(([kind, ask]) => read(kind, ask)));
    return { of, unread };
  };
