// What the calls of adapter.ts need.

import type { Arn } from '#core/aws/arn.ts';
import { type KindPermissions, seeBlueGreen, seeState } from '../permission.ts';
import type { ResourceOf } from '../resource.ts';

const named = (instances: readonly ResourceOf<'rds-instance'>[], arn: Arn): string[] =>
  instances.map(({ instance }) => arn('rds', `db:${instance}`));

export const rdsInstancePermissions: KindPermissions<'rds-instance'> = {
  // One call reads all instances, with a filter. AWS checks such a call against every instance of account and region.
  observe: (_, arn) => [
    { actions: { 'rds:DescribeDBInstances': seeState }, on: [arn('rds', 'db:*')] },
    seeBlueGreen(arn),
  ],
  start: (instances, arn) => [{ actions: { 'rds:StartDBInstance': 'start a database' }, on: named(instances, arn) }],
  stop: (instances, arn) => [{ actions: { 'rds:StopDBInstance': 'stop a database' }, on: named(instances, arn) }],
};
