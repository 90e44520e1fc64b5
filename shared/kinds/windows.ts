// When AWS backs up and maintains what can be stopped, for whoever plans a downtime. Only a person's plan reads it.
import {
  DescribeReplicationGroupsCommand,
  type ElastiCacheClient,
  type ReplicationGroup,
} from '@aws-sdk/client-elasticache';
import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { type Cluster, DescribeClustersCommand, RedshiftClient } from '@aws-sdk/client-redshift';
import { calling } from '#core/aws/errors.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends } from './adapter.ts';
import type { ClientOf } from './adapters.ts';
import { isGate, type Kind, type Resource, type ResourceOf } from './resource.ts';

/** `text` as AWS writes it, in UTC: `03:00-03:30` of every day, `sun:04:00-sun:04:30` of every week. */
export type Window = { readonly what: 'backup' | 'maintenance'; readonly text: string };

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

const window = (what: Window['what'], text: string | undefined): Window[] => (text ? [{ what, text }] : []);

type Database = Pick<
  DBInstance & DBCluster,
  'BackupRetentionPeriod' | 'PreferredBackupWindow' | 'PreferredMaintenanceWindow'
>;

/** With a retention of zero nothing is backed up. */
const ofDatabase = ({ BackupRetentionPeriod = 1, ...one }: Database): Window[] => [
  ...(BackupRetentionPeriod > 0 ? window('backup', one.PreferredBackupWindow) : []),
  ...window('maintenance', one.PreferredMaintenanceWindow),
];

const ofCache = ({ SnapshotRetentionLimit = 0, SnapshotWindow }: ReplicationGroup): Window[] =>
  SnapshotRetentionLimit > 0 ? window('backup', SnapshotWindow) : [];

const ofWarehouse = ({ PreferredMaintenanceWindow }: Cluster): Window[] =>
  window('maintenance', PreferredMaintenanceWindow);

type ById = readonly (readonly [id: string | undefined, windows: readonly Window[]])[];

const instances = async ({ rds }: Clients, ids: readonly string[]): Promise<ById> => {
  const filtered = (Values: string[], Marker: string | undefined) =>
    new DescribeDBInstancesCommand({ Filters: [{ Name: 'db-instance-id', Values }], ...(Marker ? { Marker } : {}) });
  const pages = chunks(ids, 100).map((some) =>
    allPages(
      (Marker) => rds.send(filtered([...some], Marker)),
      (page) => page.DBInstances,
      (page) => page.Marker,
    ),
  );
  return (await Promise.all(pages)).flat().map((one) => [one.DBInstanceIdentifier, ofDatabase(one)]);
};

const clusters = async ({ rds }: Clients, ids: readonly string[]): Promise<ById> => {
  const filtered = (Values: string[], Marker: string | undefined) =>
    new DescribeDBClustersCommand({ Filters: [{ Name: 'db-cluster-id', Values }], ...(Marker ? { Marker } : {}) });
  const pages = chunks(ids, 100).map((some) =>
    allPages(
      (Marker) => rds.send(filtered([...some], Marker)),
      (page) => page.DBClusters,
      (page) => page.Marker,
    ),
  );
  return (await Promise.all(pages)).flat().map((one) => [one.DBClusterIdentifier, ofDatabase(one)]);
};

const caches = async ({ elasticache }: Clients): Promise<ById> => {
  const found = await allPages(
    (Marker) => elasticache.send(new DescribeReplicationGroupsCommand(Marker ? { Marker } : {})),
    (page) => page.ReplicationGroups,
    (page) => page.Marker,
  );
  return found.map((one) => [one.ReplicationGroupId, ofCache(one)]);
};

const warehouses = async ({ clientOf }: Clients): Promise<ById> => {
  const client: Sends<RedshiftClient> = clientOf('redshift', RedshiftClient);
  const found = await allPages(
    (Marker) => client.send(new DescribeClustersCommand(Marker ? { Marker } : {})),
    (page) => page.Clusters,
    (page) => page.Marker,
  );
  return found.map((one) => [one.ClusterIdentifier, ofWarehouse(one)]);
};

/** What a stop touches: a gate is backed up and maintained as ever. */
const stoppable = <K extends Kind>(resources: readonly Resource[], kind: K): ResourceOf<K>[] =>
  resources.filter((one): one is ResourceOf<K> => one.kind === kind && !isGate(one) && one.leaveAlone === undefined);

export const windowsOf =
  (clients: Clients) =>
  async (resources: readonly Resource[]): Promise<Windows> => {
    const of = new Map<ResourceName, readonly Window[]>();
    const unread: string[] = [];
    const read = async <R extends Resource>(own: readonly R[], idOf: (one: R) => string, ask: () => Promise<ById>) => {
      if (own.length === 0) return;
      try {
        const byId = new Map(await calling('read backup and maintenance windows', ask));
        for (const one of own) of.set(one.name, byId.get(idOf(one)) ?? []);
      } catch (error) {
        unread.push(error instanceof Error ? error.message : String(error));
      }
    };
    const databases = stoppable(resources, 'rds-instance');
    const ofRds = [...stoppable(resources, 'aurora-cluster'), ...stoppable(resources, 'docdb-cluster')];
    const groups = stoppable(resources, 'elasticache-replication-group');
    const ids = (all: readonly { readonly cluster: string }[]) => all.map(({ cluster }) => cluster);
    await Promise.all([
      read(
        databases,
        (one) => one.instance,
        () =>
          instances(
            clients,
            databases.map(({ instance }) => instance),
          ),
      ),
      read(
        ofRds,
        (one) => one.cluster,
        () => clusters(clients, ids(ofRds)),
      ),
      read(
        groups,
        (one) => one.replicationGroup,
        () => caches(clients),
      ),
      read(
        stoppable(resources, 'redshift-cluster'),
        (one) => one.cluster,
        () => warehouses(clients),
      ),
    ]);
    return { of, unread };
  };
