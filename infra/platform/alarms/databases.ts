// Metrics and alarms of the databases.
import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { DatabaseConfig } from '../config/data-config.ts';
import type { Database, PlaneNames } from '../core-names.ts';
import type { AlarmSpec } from './alarm.ts';

/** What an instance class has. Its limits follow from it. */
const classes: Readonly<Record<string, { readonly vcpus: number; readonly memoryGib: number }>> = {
  't4g.micro': { vcpus: 2, memoryGib: 1 },
  't4g.small': { vcpus: 2, memoryGib: 2 },
  't4g.medium': { vcpus: 2, memoryGib: 4 },
  't4g.large': { vcpus: 2, memoryGib: 8 },
  'm7g.large': { vcpus: 2, memoryGib: 8 },
  'm7g.xlarge': { vcpus: 4, memoryGib: 16 },
  'm7g.2xlarge': { vcpus: 8, memoryGib: 32 },
};

const sizeOf = (instanceClass: string) => {
  const size = classes[instanceClass];
  if (!size)
    throw new Error(`unknown CPU and memory of ${instanceClass}: add it to infra/platform/alarms/databases.ts`);
  return size;
};

const gib = 1_024 ** 3;

/** RDS for PostgreSQL allows a connection per 9,531,392 bytes of memory, and 5,000 at most. */
const connectionsMax = (memoryGib: number): number => Math.min(5_000, Math.floor((memoryGib * gib) / 9_531_392));

export const databaseMetrics = (names: PlaneNames, database: Database) => {
  const instance = names.database(database);
  const metric = (metricName: string, statistic: string): IMetric =>
    new Metric({
      namespace: 'AWS/RDS',
      metricName,
      statistic,
      dimensionsMap: { DBInstanceIdentifier: instance },
      label: instance,
      period: Duration.minutes(5),
    });
  return {
    storage: metric('FreeStorageSpace', Stats.MINIMUM),
    cpu: metric('CPUUtilization', Stats.AVERAGE),
    // Sessions that are at work or wait for something, from Performance Insights.
    sessionLoad: metric('DBLoad', Stats.AVERAGE),
    connections: metric('DatabaseConnections', Stats.MAXIMUM),
  };
};

export const databaseAlarms = (names: PlaneNames, database: Database, config: DatabaseConfig): AlarmSpec[] => {
  const instance = names.database(database);
  const { storage, cpu, sessionLoad, connections } = databaseMetrics(names, database);
  const { vcpus, memoryGib } = sizeOf(config.instanceClass);
  const many = Math.floor(connectionsMax(memoryGib) * 0.8);
  const alarms = names.alarms.database(instance);
  const common = { periods: 3, runbook: 'databases' } as const;
  return [
    {
      ...common,
      name: alarms.storage,
      metric: storage,
      limit: { below: config.storageGib * gib * 0.15 },
      meaning: `${instance} has less than 15 % of its ${config.storageGib} GiB left; a full database stops.`,
    },
    {
      ...common,
      name: alarms.cpu,
      metric: cpu,
      limit: { above: 80 },
      meaning: `${instance} used more than 80 % of its CPU for 15 minutes.`,
    },
    {
      ...common,
      name: alarms.sessionLoad,
      metric: sessionLoad,
      limit: { above: vcpus },
      meaning: `${instance} had more active sessions than CPUs (${vcpus}) for 15 minutes: sessions wait for each other.`,
    },
    {
      ...common,
      name: alarms.connections,
      metric: connections,
      limit: { above: many },
      meaning: `${instance} had more than ${many} connections, 80 % of its limit.`,
    },
  ];
};
