// What the calls of adapter.ts need.

import type { Arn } from '#core/aws/arn.ts';
import { deleteSnapshots, makeSnapshot, ownSnapshotPattern, seeSnapshots } from '../databases/snapshot-permissions.ts';
import { type KindPermissions, type Permission, seeBlueGreen, seeState } from '../permission.ts';
import type { ResourceOf } from '../resource.ts';

const named = (instances: readonly ResourceOf<'rds-instance'>[], arn: Arn): string[] =>
  instances.map(({ instance }) => arn('rds', `db:${instance}`));

const wantsSnapshot = ({ snapshotBeforeStop }: ResourceOf<'rds-instance'>): boolean => snapshotBeforeStop !== undefined;

/** By their names: of those of people it may delete none. */
const snapshotPermissions = (instances: readonly ResourceOf<'rds-instance'>[], arn: Arn): Permission[] => {
  if (instances.length === 0) return [];
  const snapshots = instances.map(({ instance }) => arn('rds', `snapshot:${ownSnapshotPattern(instance)}`));
  return [
    { actions: { 'rds:CreateDBSnapshot': makeSnapshot }, on: [...named(instances, arn), ...snapshots] },
    { actions: { 'rds:DeleteDBSnapshot': deleteSnapshots }, on: snapshots },
  ];
};

export const rdsInstancePermissions: KindPermissions<'rds-instance'> = {
  // One call reads all instances, with a filter. AWS checks such a call against every instance of account and region.
  observe: (instances, arn) => [
    { actions: { 'rds:DescribeDBInstances': seeState }, on: [arn('rds', 'db:*')] },
    seeBlueGreen(arn),
    ...(instances.some(wantsSnapshot)
      ? [
          {
            actions: { 'rds:DescribeDBSnapshots': seeSnapshots },
            on: [...named(instances, arn), arn('rds', 'snapshot:*')],
          },
        ]
      : []),
  ],
  start: (instances, arn) => [{ actions: { 'rds:StartDBInstance': 'start a database' }, on: named(instances, arn) }],
  stop: (instances, arn) => [
    { actions: { 'rds:StopDBInstance': 'stop a database' }, on: named(instances, arn) },
    ...snapshotPermissions(instances.filter(wantsSnapshot), arn),
  ],
};
