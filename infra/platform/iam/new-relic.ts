// What New Relic's pull integration reads of the account: metrics, and names and tags of what they belong to. Far less than
// the `ReadOnlyAccess` its documentation recommends, which would also read data out of buckets and tables. Nor does it read task
// definitions: their environment is for the services alone, and no metric needs it.
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
