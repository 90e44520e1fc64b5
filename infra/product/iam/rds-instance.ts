// The calls of shared/kinds/rds-instance/adapter.ts.
import { allow, type PermissionsOf } from './permissions.ts';

const change = { start: 'rds:StartDBInstance', stop: 'rds:StopDBInstance' } as const;

export const rdsInstance: PermissionsOf<'rds-instance'> = {
  // One call reads all instances, with a filter. AWS checks such a call against every instance of account and region.
  observe: (_, arn) => [allow(['rds:DescribeDBInstances'], [arn('rds', 'db:*')])],
  act: (instances, { action, arn }) => [
    allow(
      [change[action]],
      instances.map(({ instance }) => arn('rds', `db:${instance}`)),
    ),
  ],
};
