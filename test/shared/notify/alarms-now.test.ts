import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { expect, it } from 'vitest';
import { alarmsNow } from '#notify/alarms-now.ts';
import { mockClass } from '#test/support/mock-class.ts';

it('the look at the alarms of now asks for all types of alarms, a hundred at a time', async () => {
  const cloudwatch = mockClass(CloudWatchClient);
  cloudwatch
    .on(DescribeAlarmsCommand)
    .resolvesOnce({ MetricAlarms: [{ AlarmName: 'alarm-3' }], CompositeAlarms: [{ AlarmName: 'alarm-4' }] })
    .resolves({ MetricAlarms: [], LogAlarms: [{ AlarmName: 'alarm-120' }] });
  const names = Array.from({ length: 130 }, (_, index) => `alarm-${index}`);

  expect(await alarmsNow(new CloudWatchClient({}))(names)).toEqual(new Set(['alarm-3', 'alarm-4', 'alarm-120']));
  expect(cloudwatch.calls().map(({ args: [{ input }] }) => input)).toEqual([
    expect.objectContaining({ AlarmNames: names.slice(0, 100), StateValue: 'ALARM' }),
    expect.objectContaining({
      AlarmNames: names.slice(100),
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
    }),
  ]);
});
