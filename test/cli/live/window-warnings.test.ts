// What `plan` says of backups and maintenance, from what AWS answers to the sentence.

import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { parseDefinition } from '#definition/load.ts';
import { windowsOf } from '#kinds/windows.ts';
import { windowWarnings } from '../../../cli/live/window-warnings.ts';
import { validYaml } from '../../shared/definition/wrong-file.ts';

const more = `  aurora: { kind: aurora-cluster, cluster: qa-aurora }
  warehouse: { kind: redshift-cluster, cluster: qa-warehouse }
  small: { kind: elasticache-replication-group, replicationGroup: qa-small, whenStopped: shrink }
`;
const definition = parseDefinition(validYaml.replace('[mon, tue]', 'weekdays') + more, 'qa.yaml');
const now = Date.parse('2026-11-16T12:00:00Z');

type Answers = Readonly<Record<string, unknown>>;

const night = '03:00-03:30';
const answers: Answers = {
  DescribeDBInstancesCommand: {
    DBInstances: [
      {
        DBInstanceIdentifier: 'qa-db',
        BackupRetentionPeriod: 7,
        PreferredBackupWindow: night,
        PreferredMaintenanceWindow: 'wed:15:00-wed:15:30',
      },
    ],
  },
  DescribeDBClustersCommand: {
    DBClusters: [
      {
        DBClusterIdentifier: 'qa-aurora',
        PreferredBackupWindow: '15:00-15:30',
        PreferredMaintenanceWindow: 'sun:04:00-sun:04:30',
      },
    ],
  },
  DescribeReplicationGroupsCommand: {
    ReplicationGroups: [
      { ReplicationGroupId: 'qa-small', SnapshotRetentionLimit: 1, SnapshotWindow: night },
      { ReplicationGroupId: 'qa-cache', SnapshotRetentionLimit: 1, SnapshotWindow: night },
    ],
  },
  DescribeClustersCommand: {
    Clusters: [{ ClusterIdentifier: 'qa-warehouse', PreferredMaintenanceWindow: 'sat:04:00-sat:04:30' }],
  },
};

const warnings = async (changed: Answers = {}): Promise<string[]> => {
  const client = {
    send: async (command: object) => {
      const answer = { ...answers, ...changed }[command.constructor.name];
      if (answer instanceof Error) throw answer;
      return answer ?? {};
    },
  } as never;
  const read = windowsOf({ rds: client, elasticache: client, clientOf: () => client });
  return windowWarnings(definition, await read(definition.resources), now);
};

describe('backup and maintenance windows in the downtime', () => {
  it('backup and maintenance windows in the downtime are warned about by resource, and those by day are not, nor those of what stays up', async () => {
    expect((await warnings()).map((line) => line.split(' is in the downtime')[0]).toSorted()).toEqual([
      'aurora: its maintenance window sun:04:00-sun:04:30 UTC',
      'db: its backup window 03:00-03:30 UTC',
      'small: its backup window 03:00-03:30 UTC',
      'warehouse: its maintenance window sat:04:00-sat:04:30 UTC',
    ]);
  });

  it('backup and maintenance windows in the downtime say what follows', async () => {
    expect((await warnings()).find((line) => line.startsWith('db:'))).toBe(
      'db: its backup window 03:00-03:30 UTC is in the downtime (14 of its next 14 times): AWS makes no automatic backup of what is down, and one that has begun keeps it from being stopped; move the window to when it is up',
    );
  });

  it('a window that is attended is warned about where it is in the up-time, and not where it is in the downtime', () => {
    const attending = parseDefinition(
      validYaml
        .replace('[mon, tue]', 'weekdays')
        .replace('instance: qa-db', 'instance: qa-db\n    maintenance: attend'),
      'qa.yaml',
    );
    const told = (text: string) =>
      windowWarnings(attending, { of: new Map([['db' as never, [{ what: 'maintenance', text }]]]), unread: [] }, now);

    expect(told('wed:15:00-wed:15:30')).toEqual([
      'db: `maintenance: attend` changes nothing: it is up for its window wed:15:00-wed:15:30 UTC anyway',
    ]);
    expect(told('sun:04:00-sun:04:30')).toEqual([]);
  });

  it('backup and maintenance windows in the downtime are no matter where nothing is backed up', async () => {
    const none = {
      DBInstances: [{ DBInstanceIdentifier: 'qa-db', BackupRetentionPeriod: 0, PreferredBackupWindow: night }],
    };
    expect((await warnings({ DescribeDBInstancesCommand: none })).join()).not.toContain('db: its backup');
  });

  it('backup and maintenance windows in the downtime that cannot be read are named, and the others are listed anyway', async () => {
    const denied = Object.assign(new Error('no'), { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    const told = await warnings({ DescribeDBClustersCommand: denied });

    expect(told).toContainEqual(expect.stringContaining('backup and maintenance windows could not be read'));
    expect(told).toContainEqual(expect.stringContaining('db: its backup window'));
  });

  it('a look at windows reports every error of Curfew, an OperationError too', async () => {
    const told = await warnings({ DescribeClustersCommand: new OperationError('UNAVAILABLE', 'not now') });
    expect(told).toContainEqual(expect.stringContaining('not now'));
  });
});
