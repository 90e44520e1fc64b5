import { describe, expect, it } from 'vitest';
import { type Call, changesResources } from '#sim/calls.ts';

const call = (operation: string, resource?: string, mutating = true): Call => ({
  ...{ type: 'call', function: 'start', operation, mutating, input: {} },
  ...(resource === undefined ? {} : { resource }),
});

describe('which calls change a resource', () => {
  it.each([
    call('rds:StartDBCluster', 'db'),
    call('lambda:UpdateEventSourceMapping', 'mapping'),
    call('scheduler:UpdateSchedule', 'nightly'),
    call('cloudwatch:PutAlarmMuteRule'),
  ])('$operation changes a resource', (one) => {
    expect(changesResources(one)).toBe(true);
  });

  it.each([
    call('rds:DescribeDBClusters', 'db', false),
    call('dynamodb:PutItem', 'db'),
    call('sns:Publish'),
    call('lambda:Invoke'),
    call('scheduler:UpdateSchedule'),
    call('ssm:PutParameter'),
  ])('$operation of its own things or that only reads changes no resource', (one) => {
    expect(changesResources(one)).toBe(false);
  });
});
