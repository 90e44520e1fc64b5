// Events of AWS Backup, in the shapes of "Monitoring AWS Backup events using Amazon EventBridge".
import { expect, it, test } from 'vitest';
import { sourceOf } from '#notify/sources.ts';
import { expectPostable } from '#test/shared/notify/arbitrary.ts';
import { presented } from '#test/shared/notify/presented.ts';

const resourceArn = 'arn:aws:rds:us-east-1:123456789012:db:poc-atlas-dev-camunda';
const of = (type: string, detail: object) =>
  presented({
    id: 'm',
    body: JSON.stringify({
      version: '0',
      id: '710b0398-d48e-f3c3-afca-cfeb2fdaa656',
      'detail-type': `${type} Job State Change`,
      source: 'aws.backup',
      account: '123456789012',
      time: '2026-11-20T20:15:26Z',
      region: 'us-east-1',
      resources: [resourceArn],
      detail: {
        resourceArn,
        resourceType: 'RDS',
        backupVaultArn: 'arn:aws:backup:us-east-1:123456789012:backup-vault:nightly',
        backupVaultName: 'nightly',
        creationDate: '2026-11-20T20:13:07.392Z',
        iamRoleArn: 'arn:aws:iam::123456789012:role/backup',
        percentDone: 0,
        ...detail,
      },
    }),
  });

const name = '`poc-atlas-dev-camunda`';
const backupJobId = '34176239-e96d-4e4d-9fad-529dbb3c3556';

test.each([
  ['Backup', { backupJobId, state: 'FAILED' }, 'error', `🔴 backup of ${name} failed`],
  ['Backup', { backupJobId, state: 'ABORTED' }, 'error', `🔴 backup of ${name} is aborted`],
  ['Backup', { backupJobId, state: 'EXPIRED' }, 'error', `🔴 backup of ${name} expired`],
  ['Backup', { backupJobId, state: 'PARTIAL' }, 'warning', `⚠️ backup of ${name} is partial`],
  ['Backup', { backupJobId, state: 'COMPLETED' }, 'info', `ℹ️ backup of ${name} completed`],
  [
    'Backup',
    { backupJobId, state: 'COMPLETED', statusMessage: 'VSS failed' },
    'warning',
    `⚠️ backup of ${name} completed`,
  ],
  ['Backup', { backupJobId, state: 'RUNNING' }, 'info', `ℹ️ backup of ${name} is running`],
  ['Copy', { copyJobId: 'c', state: 'FAILED' }, 'error', `🔴 copy of the backup of ${name} failed`],
  ['Restore', { restoreJobId: 'r', status: 'FAILED' }, 'error', `🔴 restore of ${name} failed`],
])('an AWS Backup %s job of %j is %s', (type, detail, severity, headline) => {
  const { notification, message } = of(type, detail);

  expect(notification).toMatchObject({ source: 'backup', severity, state: 'event', account: '123456789012' });
  expect(message.text).toContain(headline);
  expectPostable(message);
});

it('the message of a backup job says why, of which job, and into which vault', () => {
  const shown = JSON.stringify(of('Backup', { backupJobId, state: 'FAILED', statusMessage: 'Access denied' }).message);

  for (const part of ['Access denied', backupJobId, '*vault:* `nightly`', resourceArn]) expect(shown).toContain(part);
});

it('a backup job is never the effect of a planned downtime, even of what is stopped', () => {
  const { notification } = of('Backup', { backupJobId, state: 'FAILED' });

  expect(sourceOf(notification).policy.mayBeExpected(notification)).toBe(false);
});
