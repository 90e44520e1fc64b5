// How it is rehearsed: what a scenario may say of it, how it is wired to others, and how it fares in random nights.
import * as z from 'zod';
import { clusterSnapshotCalls, randomSnapshots, snapshotsGoWrong, snapshotsWorld } from '#sim/aws/random-snapshots.ts';
import { type KindRehearsal, statuses } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { minutes, text, whole } from '#sim/scenario/fields.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { status } from '#sim/scenario/status.ts';

/** What AWS is known to answer, to distinguish a typing mistake from a status that Curfew does not know. */
const known = [
  'available',
  'stopped',
  'starting',
  'stopping',
  'backing-up',
  'backtracking',
  'cloning-failed',
  'creating',
  'deleting',
  'failing-over',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'maintenance',
  'migrating',
  'migration-failed',
  'modifying',
  'promoting',
  'renaming',
  'resetting-master-credentials',
  'update-iam-db-auth',
  'upgrading',
];

const cluster = (chance: Chance): ResourceWorld => ({
  startMinutes: chance.between('cluster up', 0.4, 3),
  stopMinutes: chance.between('cluster down', 0.4, 2),
  members: chance.integer('members', 1, 3),
  laggingMinutes: chance.between('lags', 0.1, 1),
  ...(chance.happens('global', 0.06) ? { globalCluster: 'atlas-world' } : {}),
  ...(chance.happens('blue or green', 0.06) ? { blueGreenSide: 'blue' as const } : {}),
});

export const auroraClusterRehearsal: KindRehearsal<'aurora-cluster'> = {
  operations: {
    rds: [
      ...clusterSnapshotCalls,
      'DescribeBlueGreenDeployments',
      'DescribeDBClusters',
      'StartDBCluster',
      'StopDBCluster',
    ],
  },
  standing: {
    up: ['available', 'backing-up', 'update-iam-db-auth'],
    down: ['stopped', 'inaccessible-encryption-credentials-recoverable'],
    gone: ['cloning-failed', 'deleting', 'failed', 'inaccessible-encryption-credentials', 'migration-failed'],
  },
  moves: { StartDBCluster: 'start', StopDBCluster: 'stop' },
  protectedBecause: ({ globalCluster, blueGreenSide }) => {
    if (globalCluster) return 'it is a member of a global database';
    return blueGreenSide ? 'it is one side of a blue/green deployment' : undefined;
  },
  world: z.strictObject({
    status: status(known).optional(),
    startMinutes: minutes(25).optional(),
    stopMinutes: minutes(6).optional(),
    members: whole(0, 16, 2).optional(),
    memberStatuses: z
      .array(text('available'))
      .meta({ examples: [['available', 'storage-full']] })
      .optional(),
    laggingMinutes: minutes(4).optional(),
    engine: text('aurora-postgresql').optional(),
    engineMode: text('provisioned').optional(),
    globalCluster: text('atlas-global').optional(),
    maintenanceWindow: text('sun:04:00-sun:04:30').optional(),
    snapshots: snapshotsWorld,
    blueGreenSide: z
      .enum(['blue', 'green'])
      .meta({ examples: ['blue'] })
      .optional(),
    replicaOf: text('atlas-aurora-east').optional(),
    readReplicas: z
      .array(text('atlas-aurora-west'))
      .meta({ examples: [['atlas-aurora-west']] })
      .optional(),
  }),
  stack: 'data',
  host: ({ cluster }) => `${cluster}.cluster-c0simulated.us-east-1.rds.amazonaws.com`,
  variable: (host) => ({ suffix: 'URL', value: `jdbc:postgresql://${host}:5432/app` }),
  watched: ({ cluster }) => ({
    metric: 'DatabaseConnections',
    namespace: 'AWS/RDS',
    dimensions: { DBClusterIdentifier: cluster },
  }),
  random: {
    weight: 3,
    prefix: 'aurora',
    fields: (cluster, chance) => ({ cluster, ...randomSnapshots(chance) }),
    world: cluster,
    disturbances: [
      statuses('available', 'backing-up', 'maintenance', 'failing-over'),
      {
        wrong: [{ memberStatuses: ['available', 'storage-full'] }, { memberStatuses: ['available', 'rebooting'] }],
        right: { memberStatuses: ['available', 'available'], status: 'available' },
      },
      snapshotsGoWrong,
    ],
  },
};
