// What New Relic's pull integration reads of the account: metrics, and names and tags of what they belong to.
//
// Its documentation recommends the managed policy `ReadOnlyAccess`, which would also read objects out of buckets, records out of tables
// and the environment of tasks. It documents a list of actions as well, for all of its integrations; here are those of the integrations
// that show what this account has (ECS, RDS, ElastiCache, MSK, load balancers), each on the resources of its service. Left out of its list
// for them: `ecs:DescribeTaskDefinition` and task lists (environment variables, no metric), `rds:DescribeDBLogFiles` (contents of logs).
// New Relic names what it then lacks in its own status page of the integration; add it here, never the managed policy.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { allow } from '#infra/product/iam/statements.ts';

/** AWS takes nothing narrower for these. */
const unnarrowable = [
  'cloudwatch:GetMetricData',
  'cloudwatch:GetMetricStatistics',
  'cloudwatch:ListMetrics',
  'ecs:ListClusters',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'elasticloadbalancing:DescribeTags',
  'kafka:ListClustersV2',
  'tag:GetResources',
];

export const newRelicReads = (arn: Arn): PolicyStatement[] => [
  allow(unnarrowable, ['*']),
  allow(['ecs:DescribeClusters', 'ecs:ListTagsForResource'], [arn('ecs', 'cluster/*')]),
  allow(['ecs:DescribeServices', 'ecs:ListTagsForResource'], [arn('ecs', 'service/*')]),
  // Listing services is checked against the cluster only where the call names one; it does.
  allow(['ecs:ListServices'], ['*'], { ArnLike: { 'ecs:cluster': arn('ecs', 'cluster/*') } }),
  allow(['rds:DescribeDBInstances', 'rds:ListTagsForResource'], [arn('rds', 'db:*')]),
  allow(
    ['elasticache:DescribeReplicationGroups', 'elasticache:ListTagsForResource'],
    [arn('elasticache', 'replicationgroup:*')],
  ),
  allow(['elasticache:DescribeCacheClusters', 'elasticache:ListTagsForResource'], [arn('elasticache', 'cluster:*')]),
  allow(['kafka:DescribeClusterV2', 'kafka:ListNodes', 'kafka:ListTagsForResource'], [arn('kafka', 'cluster/*')]),
];
