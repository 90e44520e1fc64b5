// In which unit AWS publishes a metric. Most alarms name none. Pure.
import type { AlarmCondition } from './detail.ts';

type Row = readonly [metric: RegExp, unit: string, namespace?: RegExp];

/** The first that fits; those of one service before those of all. */
const rows: readonly Row[] = [
  [/^(?:FreeStorageSpace|ClusterUsedSpace|.*Megabytes)$/, 'Megabytes', /^AWS\/ES$/],
  [
    /(?:Latency|^ExecutionTime)$/,
    'Milliseconds',
    /^AWS\/(?:ApiGateway|AppSync|DynamoDB|S3|CloudFront|ES|Bedrock|States)$/,
  ],
  [/_utilization(?:_over_pod_limit)?$/, 'Percent', /^ContainerInsights$/],
  [/^Memory(?:Utilized|Reserved)$/, 'Megabytes', /^ECS\/ContainerInsights$/],
  [/^EphemeralStorage(?:Utilized|Reserved)$/, 'Gigabytes', /^ECS\/ContainerInsights$/],
  [/^(?:disk|mem|swap|cpu)_.*(?:percent|usage_\w+)$/, 'Percent', /^CWAgent$/],
  [/_bytes$|^(?:disk|mem|swap)_(?:used|free|total|available)$/, 'Bytes', /^CWAgent$/],
  [
    /(?:Utilization|Percent(?:age)?|PercentageUsed|SpaceUsed|HitRate|DiskUsed|ErrorRate|BurstBalance|Balance%|MemoryPressure)$/,
    'Percent',
  ],
  [/^(?:Cpu(?:User|System|Idle|IoWait)|PercentIOLimit|HealthCheckPercentageHealthy)$/, 'Percent'],
  [/(?:Throughput|BytesPerSec)$/, 'Bytes/Second'],
  [
    /^(?:FreeStorageSpace|FreeLocalStorage|FreeableMemory|SwapUsage|BytesUsedForCache|BinLogDiskUsage|VolumeBytesUsed)$/,
    'Bytes',
  ],
  [/(?:^Network(?:In|Out)|Bytes|^BytesOutTo\w+|^BytesInFrom\w+|^Memory(?:Free|Used)|MessageSize)$/, 'Bytes'],
  [
    /^(?:ReplicaLag|ReplicationLag|TargetResponseTime|ApproximateAgeOfOldestMessage|ReadLatency|WriteLatency|EstimatedMaxTimeLag)$/,
    'Seconds',
  ],
  [/^(?:Duration|IteratorAge|PostRuntimeExtensionsDuration|IntegrationLatency|AuroraReplicaLag)$/, 'Milliseconds'],
  [/(?:Milliseconds|^MillisBehindLatest)$/, 'Milliseconds'],
];

/** Custom metrics may have the same names with other meanings. */
export const unitOf = ({ unit, metric, namespace = '' }: AlarmCondition): string | undefined => {
  if (unit !== undefined && unit !== 'None') return unit;
  return rows.find(
    ([form, , of]) => form.test(metric) && (of === undefined ? namespace.startsWith('AWS/') : of.test(namespace)),
  )?.[1];
};
