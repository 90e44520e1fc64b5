// Findings of GuardDuty and Security Hub, and events of AWS Health: what they are about, and the way to them.
import { describe, expect, it, test } from 'vitest';
import { presented } from '#test/shared/notify/presented.ts';
import { expectPostable } from '../arbitrary.ts';

const of = (source: string, type: string, detail: object) => {
  const event = {
    ...{ source, 'detail-type': type, account: '111111111111', region: 'us-east-1', time: '2026-11-20T15:04:11Z' },
    ...{ resources: [], detail },
  };
  const found = presented({ id: 'm', body: JSON.stringify(event) });
  expectPostable(found.message);
  return { ...found, shown: JSON.stringify(found.message) };
};

describe('a finding of GuardDuty', () => {
  const finding = (resource: object) =>
    of('aws.guardduty', 'GuardDuty Finding', { id: '16af', type: 'T:EC2/X', title: 'Bad', severity: 8, resource });

  test.each([
    [{ resourceType: 'Instance', instanceDetails: { instanceId: 'i-0123' } }, 'instance `i-0123`'],
    [{ resourceType: 'AccessKey', accessKeyDetails: { userName: 'ci', userType: 'IAMUser' } }, 'IAMUser `ci`'],
    [
      { resourceType: 'S3Bucket', s3BucketDetails: [{ name: 'data' }, { name: 'logs' }] },
      'bucket `data`, bucket `logs`',
    ],
    [{ resourceType: 'EKSCluster', eksClusterDetails: { name: 'prod' } }, 'EKS cluster `prod`'],
    [{ resourceType: 'Lambda', lambdaDetails: { functionName: 'pay' } }, 'function `pay`'],
    [{ resourceType: 'RDSDBInstance', rdsDbInstanceDetails: { dbInstanceIdentifier: 'db' } }, 'database `db`'],
    [{ resourceType: 'SomethingNew', newDetails: {} }, 'resource `SomethingNew`'],
  ])('a finding of GuardDuty about %j names what it is about', (resource, said) => {
    expect(finding(resource).shown).toContain(`*Affected:* ${said}`);
  });

  it('a finding of GuardDuty links to itself, and shows no key', () => {
    const { shown } = finding({ accessKeyDetails: { userName: 'ci', accessKeyId: 'ASIAIOSFODNN7EXAMPLE' } });

    expect(shown).toContain('/guardduty/home?region=us-east-1#/findings?search=id%3D16af|finding>');
    expect(shown).not.toContain('IOSFODNN7');
  });

  it('a finding of GuardDuty carries the tags of what it is about', () => {
    const { notification } = finding({ instanceDetails: { instanceId: 'i', tags: [{ key: 'team', value: 'pay' }] } });

    expect(notification.facets.tags).toEqual([{ name: 'team', value: 'pay' }]);
  });
});

describe('a finding of Security Hub', () => {
  const id = 'arn:aws:securityhub:us-east-1:111111111111:subscription/x/finding/1';
  const asff = (more: object) =>
    of('aws.securityhub', 'Security Hub Findings - Imported', {
      findings: [
        {
          ...{ Id: id, Title: 'S3.1 Block public access', ProductName: 'Security Hub', AwsAccountId: '222222222222' },
          ...{ Severity: { Label: 'HIGH' }, Workflow: { Status: 'NEW' }, RecordState: 'ACTIVE' },
          Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::data', Tags: { team: 'pay' } }],
          Remediation: { Recommendation: { Text: 'Block it.', Url: 'https://docs.aws.amazon.com/x' } },
          ...more,
        },
      ],
    });

  it('a finding of Security Hub names what it is about, in which account, what to do, and links to itself', () => {
    const { shown, notification } = asff({});

    expect(shown).toContain('*Affected:* AwsS3Bucket `arn:aws:s3:::data`');
    expect(shown).toContain('Block it.');
    expect(shown).toContain('· 222222222222 ·');
    expect(shown).toContain(
      '#/findings?search=Id%3D%255Coperator%255C%253AEQUALS%255C%253Aarn%253Aaws%253Asecurityhub',
    );
    expect(notification).toMatchObject({ severity: 'error', state: 'event', facets: { tags: [{ name: 'team' }] } });
  });

  test.each([{ Workflow: { Status: 'RESOLVED' } }, { RecordState: 'ARCHIVED' }, { Compliance: { Status: 'PASSED' } }])(
    'a finding of Security Hub is over with %j',
    (more) => {
      expect(asff(more).notification).toMatchObject({ severity: 'info', state: 'ok' });
    },
  );

  it('a finding of Security Hub is read in its newer format too', () => {
    const { shown, notification } = of('aws.securityhub', 'Findings Imported V2', {
      findings: [
        {
          finding_info: { uid: 'f-1', title: 'Instance is exposed', desc: 'It is reachable.' },
          severity: 'Critical',
          status: 'New',
          metadata: { product: { name: 'Security Hub' } },
          cloud: { region: 'eu-west-1', account: { uid: '222222222222' } },
          resources: [{ type: 'AwsEc2Instance', uid: 'arn:aws:ec2:eu-west-1:222222222222:instance/i-1' }],
        },
      ],
    });

    expect(notification).toMatchObject({ severity: 'critical', name: 'Instance is exposed', region: 'eu-west-1' });
    expect(shown).toContain('AwsEc2Instance `arn:aws:ec2:eu-west-1:222222222222:instance/i-1`');
  });
});

describe('an event of AWS Health', () => {
  const eventArn = 'arn:aws:health:us-east-1::event/RDS/AWS_RDS_X/AWS_RDS_X_1';
  const health = (detail: object) =>
    of('aws.health', 'AWS Health Event', { eventArn, service: 'RDS', eventTypeCode: 'AWS_RDS_X', ...detail });
  const at = (time: string) => `Fri, 20 Nov 2026 ${time} GMT`;

  test.each([
    [{ eventTypeCategory: 'issue', statusCode: 'open' }, 'error', 'alarm', 'dashboard/open-issues'],
    [{ eventTypeCategory: 'issue', statusCode: 'closed' }, 'info', 'ok', 'event-log'],
    [{ eventTypeCategory: 'issue', endTime: at('15:00:00') }, 'info', 'ok', 'event-log'],
    [{ eventTypeCategory: 'issue', endTime: at('18:00:00') }, 'error', 'alarm', 'dashboard/open-issues'],
    [
      { eventTypeCategory: 'scheduledChange', statusCode: 'upcoming' },
      'warning',
      'event',
      'dashboard/scheduled-changes',
    ],
    [{ eventTypeCategory: 'scheduledChange', statusCode: 'closed' }, 'info', 'event', 'event-log'],
    [
      { eventTypeCategory: 'accountNotification', statusCode: 'open' },
      'info',
      'event',
      'dashboard/other-notifications',
    ],
  ])('an event of AWS Health, %j, is %s, %s, and listed under %s', (detail, severity, state, list) => {
    const { notification, shown } = health(detail);

    expect(notification).toMatchObject({ severity, state });
    expect(shown).toContain(`/health/home#/account/${list}?eventID=arn%3Aaws%3Ahealth%3Aus-east-1%3A%3Aevent%2FRDS`);
  });

  it('an event of AWS Health says of an issue that is over how long it lasted', () => {
    const detail = {
      eventTypeCategory: 'issue',
      statusCode: 'closed',
      startTime: at('13:00:00'),
      endTime: at('15:00:00'),
    };

    expect(health(detail).shown).toContain('lasted 2 h 0 min');
  });
});
