// What services say in the detail of their events, in AWS's documented shapes: how bad it is, and which thing it names. The table is
// made of the documentation, not of the code.
import { describe, expect, it, test } from 'vitest';
import { sourceOf } from '#notify/sources.ts';
import { expectPostable } from '#test/shared/notify/arbitrary.ts';
import { presented } from '#test/shared/notify/presented.ts';
import { deliveryRows } from './delivery-events.ts';
import { account, arn, type Row } from './event-rows.ts';
import { stateAndFindingRows } from './finding-events.ts';
import { jobRows } from './job-events.ts';

const of = (source: string, type: string, detail: object, resources: readonly string[] = []) =>
  presented({
    id: 'm',
    body: JSON.stringify({
      version: '0',
      id: '0d079340-135a-c8c6-95c2-41fb8f496c53',
      'detail-type': type,
      source,
      account: '123456789012',
      time: '2026-11-20T15:04:11Z',
      region: 'us-east-1',
      resources,
      detail,
    }),
  });

const rows: readonly Row[] = [...deliveryRows, ...jobRows, ...stateAndFindingRows];

describe('the outcome in an event decides', () => {
  test.each(rows)(
    'an event of %s, %s, %j, has the severity of its outcome: %s',
    (source, type, detail, severity, name, outcome) => {
      const { notification, message } = of(source, type, detail);

      expect(notification).toMatchObject({ source: 'event', severity });
      if (name !== '') expect(message.text).toContain(`\`${name}\``);
      expect(message.text).toContain(outcome);
      expectPostable(message);
    },
  );

  it('the message of an event says why, in the words of the event', () => {
    const { message } = of('aws.glue', 'Glue Job State Change', { jobName: 'a', state: 'FAILED', message: 'no rows' });

    expect(JSON.stringify(message)).toContain('no rows');
  });

  it('the message of an event links to the console where the event does, and nowhere else', () => {
    const logs = (link: string) => ({
      'build-status': 'FAILED',
      'additional-information': { logs: { 'deep-link': link } },
    });
    const shown = (link: string) =>
      JSON.stringify(of('aws.codebuild', 'CodeBuild Build State Change', logs(link)).message);

    expect(shown('https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logEvent')).toContain('|details>');
    expect(shown('https://evil.example/cloudwatch/home')).not.toContain('|details>');
  });

  it('the message of an event leaves a call that was refused a warning, since it says nothing of how anything is', () => {
    const detail = { eventName: 'DeleteBucket', errorCode: 'AccessDenied', errorMessage: 'no' };

    expect(of('aws.s3', 'AWS API Call via CloudTrail', detail).notification.severity).toBe('warning');
  });
});

describe('a planned downtime', () => {
  const instance = [arn(`rds:${account}:db:poc-atlas-dev-camunda`)];

  test.each([
    [true, 'aws.ec2', 'EC2 Instance State-change Notification', { state: 'stopped' }],
    [true, 'aws.ec2', 'EC2 Instance State-change Notification', { state: 'pending' }],
    [true, 'aws.kafkaconnect', 'AWS API Call via CloudTrail', { eventName: 'PauseConnector' }],
    [
      false,
      'aws.kafkaconnect',
      'AWS API Call via CloudTrail',
      { eventName: 'PauseConnector', errorCode: 'AccessDenied' },
    ],
    [false, 'aws.kafkaconnect', 'AWS API Call via CloudTrail', { eventName: 'DeleteConnector' }],
    [false, 'aws.kafka', 'AWS API Call via CloudTrail', { eventName: 'RebootBroker' }],
    [false, 'aws.ec2', 'EC2 Instance State-change Notification', { state: 'terminated' }],
    [false, 'aws.codebuild', 'CodeBuild Build State Change', { 'build-status': 'FAILED' }],
    [false, 'aws.health', 'Something of AWS Health', { state: 'stopped' }],
  ])('a planned downtime expects an event: %s, %s %s %j', (expected, source, type, detail) => {
    const { notification } = of(source, type, detail, instance);

    expect(sourceOf(notification).policy.mayBeExpected(notification)).toBe(expected);
  });
});
