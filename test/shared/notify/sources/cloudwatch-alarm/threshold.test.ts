import { expect, test } from 'vitest';
import type { AlarmCondition } from '#notify/sources/cloudwatch-alarm/detail.ts';
import { renderNumber, renderValue } from '#notify/sources/cloudwatch-alarm/threshold.ts';
import { unitOf } from '#notify/sources/cloudwatch-alarm/unit.ts';

test.each([
  [1_234_567, '1234567'],
  [10_000_001, '10000001'],
  [1_234_567_890_123, '1234567890123'],
  [0.1 + 0.2, '0.3'],
  [99.95, '99.95'],
  [1e20, '100000000000000000000'],
  [-3, '-3'],
])('the number %d is written as %s', (value, text) => {
  expect(renderNumber(value)).toBe(text);
});

test.each([
  [10_737_418_240, 'Bytes', '10 GiB'],
  [1_610_612_736, 'Bytes', '1.5 GiB'],
  [512, 'Bytes', '512 bytes'],
  [1_000_000_000, 'Bytes', '1 GB'],
  [2_500_000, 'Bytes', '2.5 MB'],
  [1_234_567_890, 'Bytes', '1.15 GiB'],
  [2_048, 'Megabytes', '2 GiB'],
  [5_242_880, 'Bytes/Second', '5 MiB per second'],
  [80, 'Percent', '80 %'],
  [1_500, 'Milliseconds', '1.5 s'],
  [250, 'Milliseconds', '250 ms'],
  [0.25, 'Seconds', '0.25 s'],
  [7_200, 'Seconds', '2 h 0 min'],
  [1_234_567, 'Count', '1234567'],
  [1_234_567, undefined, '1234567'],
])('the threshold %d %s is read as %s', (value, unit, text) => {
  expect(renderValue(value, unit)).toBe(text);
});

const condition = (metric: string, namespace: string, unit?: string): AlarmCondition => ({
  ...{ metric, namespace, unit, statistic: undefined, comparison: undefined, threshold: undefined },
  ...{ periodSeconds: undefined, evaluationPeriods: undefined, datapointsToAlarm: undefined },
  ...{ missingData: undefined, dimensions: [] },
});

test.each([
  ['FreeStorageSpace', 'AWS/RDS', undefined, 'Bytes'],
  ['CPUUtilization', 'AWS/ECS', undefined, 'Percent'],
  ['TargetResponseTime', 'AWS/ApplicationELB', undefined, 'Seconds'],
  ['Duration', 'AWS/Lambda', undefined, 'Milliseconds'],
  ['DatabaseConnections', 'AWS/RDS', undefined, undefined],
  ['CPUUtilization', 'Shop', undefined, undefined],
  ['FreeStorageSpace', 'AWS/ES', undefined, 'Megabytes'],
  ['JVMMemoryPressure', 'AWS/ES', undefined, 'Percent'],
  ['Latency', 'AWS/ApiGateway', undefined, 'Milliseconds'],
  ['Latency', 'AWS/ELB', undefined, undefined],
  ['ReadLatency', 'AWS/RDS', undefined, 'Seconds'],
  ['5xxErrorRate', 'AWS/CloudFront', undefined, 'Percent'],
  ['BurstBalance', 'AWS/RDS', undefined, 'Percent'],
  ['CPUCreditBalance', 'AWS/EC2', undefined, undefined],
  ['PercentageDiskSpaceUsed', 'AWS/Redshift', undefined, 'Percent'],
  ['KafkaDataLogsDiskUsed', 'AWS/Kafka', undefined, 'Percent'],
  ['CpuUser', 'AWS/Kafka', undefined, 'Percent'],
  ['GetRecords.IteratorAgeMilliseconds', 'AWS/Kinesis', undefined, 'Milliseconds'],
  ['disk_used_percent', 'CWAgent', undefined, 'Percent'],
  ['mem_used', 'CWAgent', undefined, 'Bytes'],
  ['MemoryUtilized', 'ECS/ContainerInsights', undefined, 'Megabytes'],
  ['NumberOfMessagesSent', 'AWS/SQS', undefined, undefined],
  ['Duration', 'AWS/Lambda', 'Seconds', 'Seconds'],
])('the metric %s of %s with the unit %s is measured in %s', (metric, namespace, unit, expected) => {
  expect(unitOf(condition(metric, namespace, unit))).toBe(expected);
});
