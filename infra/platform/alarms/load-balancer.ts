// Metrics and alarms of what the load balancer reaches.
import { Duration } from 'aws-cdk-lib';
import { type IMetric, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { PublicWorkload } from '../config/workloads-config.ts';
import type { Edge } from '../constructs/edge.ts';
import type { PlaneNames } from '../core-names.ts';
import type { AlarmSpec } from './alarm.ts';

/** By both names as they are: CDK's own metric would cut the load balancer's out of a listener's, across stacks. */
const unhealthyHosts = ({ loadBalancer, targetGroups }: Edge, workload: PublicWorkload): IMetric =>
  new Metric({
    namespace: 'AWS/ApplicationELB',
    metricName: 'UnHealthyHostCount',
    dimensionsMap: {
      LoadBalancer: loadBalancer.loadBalancerFullName,
      TargetGroup: targetGroups[workload].targetGroupFullName,
    },
    statistic: Stats.MAXIMUM,
    period: Duration.minutes(1),
  });

export const targetGroupAlarm = (names: PlaneNames, workload: PublicWorkload, edge: Edge): AlarmSpec => ({
  name: names.alarms.targetGroup(names.targetGroup(workload)).unhealthyHosts,
  metric: unhealthyHosts(edge, workload),
  limit: { atLeast: 1 },
  periods: 5,
  meaning: `A task of ${names.service(workload)} did not answer the load balancer for 5 minutes.`,
  runbook: 'load-balancer',
});
