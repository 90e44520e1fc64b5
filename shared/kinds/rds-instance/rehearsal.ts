// How it is rehearsed: what a scenario may say of it, how it is wired to others, and how it fares in random nights.
import * as z from 'zod';
import { randomSnapshots, snapshotsGoWrong } from '#sim/aws/random-snapshots.ts';
import { type KindRehearsal, statuses } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { pick } from '#sim/random/choice.ts';
import { minutes, text } from '#sim/scenario/fields.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { status } from '#sim/scenario/status.ts';

/** What AWS is known to answer, to distinguish a typing mistake from a status that Curfew does not know. */
const known = [
  'available',
  'stopped',
  'starting',
  'stopping',
  'backing-up',
  'configuring-associated-roles',
  'configuring-enhanced-monitoring',
  'configuring-iam-database-auth',
  'configuring-log-exports',
  'converting-to-vpc',
  'creating',
  'deleting',
  'failed',
  'inaccessible-encryption-credentials',
  'inaccessible-encryption-credentials-recoverable',
  'incompatible-network',
  'incompatible-option-group',
  'incompatible-parameters',
  'incompatible-restore',
  'insufficient-capacity',
  'maintenance',
  'modifying',
  'moving-to-vpc',
  'rebooting',
  'renaming',
  'resetting-master-credentials',
  'restore-error',
  'storage-full',
  'storage-optimization',
  'upgrading',
];

/** What RDS never stops by itself. */
const unstoppable = (chance: Chance): ResourceWorld =>
  pick<ResourceWorld>(chance, 'cannot stop', [
    { replicaOf: 'atlas-source' },
    { readReplicas: ['atlas-replica'] },
    { cluster: 'atlas-cluster', engine: 'aurora-postgresql' },
    { engine: 'sqlserver-se', multiAz: true },
    { blueGreenSide: 'blue' },
    { blueGreenSide: 'green' },
  ]);

const database = (chance: Chance): ResourceWorld => ({
  startMinutes: chance.happens('slow start', 0.1) ? chance.between('minutes', 8, 14) : chance.between('up', 0.4, 3),
  stopMinutes: chance.happens('slow stop', 0.1) ? chance.between('minutes', 8, 14) : chance.between('down', 0.4, 2),
  ...(chance.happens('unstoppable', 0.08) ? unstoppable(chance) : {}),
  ...(chance.happens('stopped before', 0.04) ? { status: 'stopped' } : {}),
});

export const rdsInstanceRehearsal: KindRehearsal<'rds-instance'> = {
  operations: {
    rds: [
      'CreateDBSnapshot',
      'DeleteDBSnapshot',
      'DescribeBlueGreenDeployments',
      'DescribeDBInstances',
      'DescribeDBSnapshots',
      'StartDBInstance',
      'StopDBInstance',
    ],
  },
  standing: {
    up: ['available', 'backing-up', 'storage-optimization'],
    down: ['stopped', 'inaccessible-encryption-credentials-recoverable'],
    gone: ['deleting', 'failed', 'inaccessible-encryption-credentials', 'insufficient-capacity', 'restore-error'],
  },
  moves: { StartDBInstance: 'start', StopDBInstance: 'stop' },
  protectedBecause: ({ replicaOf, readReplicas = [], cluster, engine = '', multiAz, blueGreenSide }) => {
    if (replicaOf) return 'it is a read replica';
    if (readReplicas.length > 0) return 'it is the source of a read replica';
    if (blueGreenSide) return 'it is one side of a blue/green deployment';
    if (engine.startsWith('sqlserver') && multiAz) return 'SQL Server in several zones has no stop';
    return cluster ? 'it is a member of a cluster' : undefined;
  },
  world: z.strictObject({
    status: status(known).optional(),
    startMinutes: minutes(25).optional(),
    stopMinutes: minutes(6).optional(),
    replicaOf: text('dashboard-db').optional(),
    readReplicas: z
      .array(text('reporting-db'))
      .meta({ examples: [['reporting-db']] })
      .optional(),
    cluster: text('atlas').optional(),
    engine: text('postgres').optional(),
    multiAz: z
      .boolean()
      .meta({ examples: [true] })
      .optional(),
    maintenanceWindow: text('sun:04:00-sun:04:30').optional(),
    maintenanceMinutes: minutes(10).optional(),
    snapshots: z
      .enum(['work', 'over-quota', 'fail'])
      .meta({ examples: ['over-quota'] })
      .optional(),
    blueGreenSide: z
      .enum(['blue', 'green'])
      .meta({ examples: ['blue'] })
      .optional(),
  }),
  stack: 'data',
  host: ({ instance }) => `${instance}.c0simulated.us-east-1.rds.amazonaws.com`,
  variable: (host) => ({ suffix: 'URL', value: `jdbc:postgresql://${host}:5432/app` }),
  watched: ({ instance }) => ({
    metric: 'DatabaseConnections',
    namespace: 'AWS/RDS',
    dimensions: { DBInstanceIdentifier: instance },
  }),
  random: {
    weight: 6,
    prefix: 'db',
    fields: (instance, chance) => ({ instance, ...randomSnapshots(chance) }),
    world: database,
    byHand: { what: 'database status', statuses: ['available', 'stopped'] },
    hasAlarms: true,
    disturbances: [
      statuses('available', 'modifying', 'maintenance', 'rebooting', 'backing-up', 'resizing-the-moon'),
      statuses(
        'available',
        'storage-full',
        'failed',
        'incompatible-network',
        'inaccessible-encryption-credentials-recoverable',
      ),
      {
        wrong: [{ startMinutes: 240, stopMinutes: 240 }],
        right: { startMinutes: 3, stopMinutes: 3, status: 'available' },
      },
      snapshotsGoWrong,
    ],
  },
};
