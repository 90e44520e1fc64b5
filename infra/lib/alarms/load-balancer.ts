// Metrics and alarms of what the load balancer reaches.
import { Duration } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { PublicWorkload } from '#infra/config/workloads-config.ts';
import type { PlaneNames } from '#infra/lib/core-names.ts';
import type { AlarmSpec } from './alarm.ts';

export const unhealthyHosts = (group: ApplicationTargetGroup): IMetric =>
  group.metrics.unhealthyHostCount({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) });

export const targetGroupAlarm = (
  names: PlaneNames,
  workload: PublicWorkload,
  group: ApplicationTargetGroup,
): AlarmSpec => ({
  name: names.alarms.targetGroup(names.targetGroup(workload)).unhealthyHosts,
  metric: unhealthyHosts(group),
  limit: { atLeast: 1 },
  periods: 5,
  meaning: `A task of ${names.service(workload)} did not answer the load balancer for 5 minutes.`,
  runbook: 'load-balancer',
});
