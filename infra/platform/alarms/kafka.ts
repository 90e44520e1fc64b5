// Metrics and alarms of the Kafka cluster. They belong to the owner of the foundation: an environment on it would only say
// everything twice.
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { KafkaConfig } from '../config/foundation-config.ts';
import type { FoundationNames, PlaneNames } from '../core-names.ts';
import { zones } from '../foundation-contract.ts';
import type { AlarmSpec } from './alarm.ts';

const period = Duration.minutes(5);

const brokerMetric = (cluster: string, broker: number, metricName: string, statistic: string): IMetric =>
  new Metric({
    namespace: 'AWS/Kafka',
    metricName,
    statistic,
    dimensionsMap: { 'Cluster Name': cluster, 'Broker ID': String(broker) },
    label: `broker ${broker}`,
    period,
  });

/** Brokers are numbered from one. */
const brokersOf = ({ brokersPerZone }: KafkaConfig): number[] =>
  Array.from({ length: brokersPerZone * zones.length }, (_, index) => index + 1);

type Per = readonly { readonly id: string; readonly metric: IMetric }[];

/** An alarm takes one series: that of the broker which is worst off. */
const worstOf = (label: string, per: Per, expression = `MAX([${per.map(({ id }) => id).join(',')}])`): IMetric =>
  new MathExpression({
    expression,
    usingMetrics: Object.fromEntries(per.map(({ id, metric }) => [id, metric])),
    label,
    period,
  });

export const kafkaMetrics = ({ kafka: cluster }: FoundationNames, config: KafkaConfig) => {
  const brokers = brokersOf(config);
  const each = (prefix: string, metricName: string, statistic: string = Stats.AVERAGE): Per =>
    brokers.map((broker) => ({
      id: `${prefix}${broker}`,
      metric: brokerMetric(cluster, broker, metricName, statistic),
    }));
  const cpu = [...each('user', 'CpuUser'), ...each('system', 'CpuSystem')];
  const cpuSums = brokers.map((broker) => `user${broker}+system${broker}`).join(',');
  return {
    disk: worstOf('disk used, %', each('disk', 'KafkaDataLogsDiskUsed', Stats.MAXIMUM)),
    cpu: worstOf('CPU used, %', cpu, `MAX([${cpuSums}])`),
    memory: worstOf('heap used after garbage collection, %', each('heap', 'HeapMemoryAfterGC')),
    underReplicated: worstOf('under-replicated partitions', each('under', 'UnderReplicatedPartitions', Stats.MAXIMUM)),
  };
};

export const kafkaAlarms = (names: PlaneNames, foundation: FoundationNames, config: KafkaConfig): AlarmSpec[] => {
  const cluster = foundation.kafka;
  const { disk, cpu, memory, underReplicated } = kafkaMetrics(foundation, config);
  const alarms = names.alarms.kafka(cluster);
  const common = { periods: 3, runbook: 'kafka' } as const;
  return [
    {
      ...common,
      name: alarms.disk,
      metric: disk,
      limit: { above: 85 },
      meaning: `A broker of ${cluster} has used more than 85 % of its disk; a full one stops.`,
    },
    {
      ...common,
      name: alarms.cpu,
      metric: cpu,
      limit: { above: 60 },
      meaning: `A broker of ${cluster} used more than 60 % of its CPU for 15 minutes, so losing one broker would overload the others.`,
    },
    {
      ...common,
      name: alarms.memory,
      metric: memory,
      limit: { above: 60 },
      meaning: `A broker of ${cluster} has more than 60 % of its heap in use after collecting garbage.`,
    },
    {
      ...common,
      name: alarms.underReplicated,
      metric: underReplicated,
      limit: { above: 0 },
      meaning: `Partitions of ${cluster} were under-replicated for 15 minutes: losing a broker could lose data.`,
    },
  ];
};
