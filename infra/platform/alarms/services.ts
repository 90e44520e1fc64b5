// Metrics and alarms of the services. The numbers of tasks come from Container Insights.
import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { PlaneNames, Workload } from '../core-names.ts';
import type { AlarmSpec } from './alarm.ts';

const dimensionsOf = (names: PlaneNames, workload: Workload) => ({
  ClusterName: names.cluster,
  ServiceName: names.service(workload),
});

export const serviceMetrics = (names: PlaneNames, workload: Workload) => {
  const dimensionsMap = dimensionsOf(names, workload);
  const label = names.service(workload);
  const used = (metricName: string): IMetric =>
    new Metric({ namespace: 'AWS/ECS', metricName, dimensionsMap, label, period: Duration.minutes(5) });
  const tasks = (metricName: string): IMetric =>
    new Metric({ namespace: 'ECS/ContainerInsights', metricName, dimensionsMap, label, period: Duration.minutes(1) });
  return {
    cpu: used('CPUUtilization'),
    memory: used('MemoryUtilization'),
    desired: tasks('DesiredTaskCount'),
    running: tasks('RunningTaskCount'),
  };
};

export const serviceAlarms = (names: PlaneNames, workload: Workload): AlarmSpec[] => {
  const service = names.service(workload);
  const { cpu, memory, desired, running } = serviceMetrics(names, workload);
  const alarms = names.alarms.service(service);
  const runbook = 'services';
  return [
    {
      name: alarms.cpu,
      metric: cpu,
      limit: { above: 80 },
      periods: 3,
      meaning: `${service} used more than 80 % of its CPU for 15 minutes.`,
      runbook,
    },
    {
      name: alarms.memory,
      metric: memory,
      limit: { above: 85 },
      periods: 3,
      meaning: `${service} used more than 85 % of its memory for 15 minutes; at 100 % its tasks are killed.`,
      runbook,
    },
    {
      name: alarms.runningTasks,
      metric: new MathExpression({
        expression: 'desired - running',
        usingMetrics: { desired, running },
        period: Duration.minutes(1),
        label: 'missing tasks',
      }),
      limit: { atLeast: 1 },
      // A task that is replaced in a deployment, or started in the morning, takes a few minutes.
      periods: 10,
      meaning: `${service} ran fewer tasks than desired for 10 minutes.`,
      runbook,
    },
  ];
};
