// What RDS says, by the wording of "Amazon RDS event categories and event messages": how bad it is, and whether a stop is its cause.
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Severity } from '#core/notification.ts';
import type { Presented } from '#notify/routing/present.ts';
import { categoryOf } from '#notify/sources/rds/events.ts';
import { sourceOf } from '#notify/sources.ts';
import { presented } from '#test/shared/notify/presented.ts';

const instance = 'poc-atlas-dev-camunda';

const viaSns = (id: string, message: string, sourceType = 'db-instance'): Presented =>
  presented({
    id: 'm',
    subject: 'RDS Notification Message',
    body: JSON.stringify({
      'Event Source': sourceType,
      'Event Time': '2026-11-20 15:04:11.120',
      'Identifier Link': 'https://console.aws.amazon.com/rds/home?region=us-east-1#dbinstance:id=poc-atlas-dev-camunda',
      'Source ID': instance,
      'Event ID': `http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-${id}`,
      'Event Message': message,
    }),
  });

const viaEventBridge = (id: string, Message: string): Presented =>
  presented({
    id: 'm',
    body: JSON.stringify({
      version: '0',
      'detail-type': 'RDS DB Instance Event',
      source: 'aws.rds',
      account: '123456789012',
      time: '2026-11-20T15:04:11Z',
      region: 'us-east-1',
      resources: [`arn:aws:rds:us-east-1:123456789012:db:${instance}`],
      detail: {
        EventCategories: [],
        SourceType: 'DB_INSTANCE',
        SourceArn: `arn:aws:rds:us-east-1:123456789012:db:${instance}`,
        SourceIdentifier: instance,
        Date: '2026-11-20T15:04:11Z',
        Message,
        EventID: `RDS-EVENT-${id}`,
      },
    }),
  });

const events: readonly (readonly [id: string, message: string, severity: Severity])[] = [
  ['0007', 'Allocated storage has been exhausted. Allocate additional storage to resolve.', 'error'],
  ['0221', 'DB instance has reached the storage-full threshold, and the database has been shut down.', 'error'],
  ['0222', 'Free storage capacity for DB instance a is low at 4% of the allocated storage.', 'error'],
  ['0330', 'The free storage capacity of the dedicated transaction log volume is too low for DB instance a.', 'error'],
  ['0089', 'The free storage capacity for DB instance: a is low at 8% of the provisioned storage.', 'error'],
  ['0227', "Your Aurora cluster's storage is dangerously low with only 2 terabytes remaining.", 'error'],
  ['0419', 'Amazon RDS has been unable to access the KMS encryption key for database instance a.', 'error'],
  ['0418', 'Amazon RDS is unable to access the KMS encryption key for database instance a.', 'error'],
  ['0420', 'Amazon RDS can now successfully access the KMS encryption key for database instance a.', 'info'],
  ['0022', 'Error restarting mysql: out of memory.', 'error'],
  ['0031', 'DB instance put into storage-failure state. RDS recommends a point-in-time-restore.', 'error'],
  ['0035', 'Database instance put into incompatible-parameters.', 'error'],
  ['0036', 'Database instance in incompatible-network.', 'error'],
  ['0219', 'DB instance is in an invalid state. No actions are necessary. Autoscaling will retry later.', 'warning'],
  ['0223', 'Storage autoscaling is unable to scale the storage for the reason: quota.', 'error'],
  ['0045', 'Replication has stopped.', 'error'],
  ['0057', 'Replication streaming has been terminated.', 'error'],
  ['0046', 'Replication for the Read Replica resumed.', 'info'],
  ['0069', 'Cluster failover failed, check the health of your cluster instances and try again.', 'error'],
  ['0013', 'Multi-AZ instance failover started.', 'warning'],
  ['0003', 'DB instance deleted.', 'warning'],
  ['0067', 'Unable to reset your password. Error information: too short.', 'error'],
  ['0403', 'A database workload is causing the system to run critically low on memory.', 'error'],
  ['0189', 'The gp2 burst balance credits for the RDS database instance are low.', 'warning'],
  ['0162', 'The cluster snapshot export task failed.', 'error'],
  ['0164', 'The cluster snapshot export task completed.', 'info'],
  ['0152', 'DB cluster stop failed.', 'error'],
  ['0153', 'DB cluster is being started due to it exceeding the maximum allowed time being stopped.', 'warning'],
  ['0154', 'DB instance is being started due to it exceeding the maximum allowed time being stopped.', 'warning'],
  ['0174', 'Database cluster is in a state that cannot be upgraded.', 'error'],
  ['0270', 'The DB engine version upgrade failed. The engine version upgrade rollback succeeded.', 'error'],
  ['0026', 'Applying off-line patches to DB instance.', 'warning'],
  ['0047', 'Database instance patched.', 'info'],
  ['0243', "RDS failed to provision capacity for proxy p because there aren't enough IP addresses.", 'error'],
  ['0245', 'Creation of blue/green deployment failed because of a.', 'error'],
  ['0248', 'Switchover completed on blue/green deployment.', 'info'],
  ['0320', "RDS can't create custom engine version c because of an internal issue.", 'error'],
  ['0001', 'Backing up DB instance.', 'info'],
  ['0016', 'Reset master credentials.', 'info'],
  ['0044', 'The host of your database has failed.', 'error'],
  ['9001', 'Something newer than the table could not be done.', 'error'],
  ['9002', 'Something newer than the table was done.', 'info'],
];

describe.each([
  ['SNS', viaSns],
  ['EventBridge', viaEventBridge],
])('an event of RDS by %s', (_door, via) => {
  test.each(events)('an event of RDS, %s, %s, is %s, and no stop is its cause', (id, message, severity) => {
    const { notification } = via(id, message);

    expect(notification).toMatchObject({ source: 'rds', severity, resources: [instance] });
    expect(sourceOf(notification).policy.mayBeExpected(notification)).toBe(false);
  });

  test.each([
    ['0004', 'DB instance shutdown.'],
    ['0006', 'DB instance restarted.'],
    ['0020', 'Recovery of the DB instance has started. Recovery time will vary with the amount of data.'],
    ['0021', 'Recovery of the DB instance is complete.'],
    ['0087', 'DB instance stopped.'],
    ['0088', 'DB instance started.'],
    ['0150', 'DB cluster stopped.'],
    ['0151', 'DB cluster started.'],
  ])('an event of RDS, %s, %s, is what a stop or a start makes it say', (id, message) => {
    const { notification } = via(id, message);

    expect(sourceOf(notification).policy.mayBeExpected(notification)).toBe(true);
  });
});

it('a stop causes hardly any of all that RDS may say', () => {
  const ids = Array.from({ length: 1_000 }, (_, number) => String(number).padStart(4, '0'));
  const expected = ids.filter((id) => {
    const { notification } = viaSns(id, 'whatever');
    return sourceOf(notification).policy.mayBeExpected(notification);
  });

  expect(expected).toEqual(['0004', '0006', '0020', '0021', '0052', '0053', '0087', '0088', '0150', '0151']);
});

it('the message of an RDS event says as what RDS files the event', () => {
  expect(JSON.stringify(viaSns('0007', 'Allocated storage has been exhausted.').message)).toContain(
    'low storage · `RDS-EVENT-0007`',
  );
});

/** Typed from AWS's two pages, and not from the code. */
const { from: _, ...categories }: Record<string, string> = JSON.parse(
  readFileSync('test/fixtures/rds-event-categories.json', 'utf8'),
);

test.each(Object.entries(categories))('every event that AWS files under %s is filed so here', (category, ids) => {
  for (const id of ids.split(' ')) expect([id, categoryOf(`RDS-EVENT-${id}`)]).toEqual([id, category]);
});

test.each(['failure', 'low storage'])('no event that AWS files under %s is information', (category) => {
  for (const id of (categories[category] ?? '').split(' ').filter((one) => one !== '0420'))
    expect([id, viaSns(id, 'x').notification.severity]).not.toEqual([id, 'info']);
});
