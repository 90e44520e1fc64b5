// What a client of the Kafka cluster may do in it, over IAM. `Connect` and `WriteDataIdempotently` act on the cluster, the
// rest on topics and groups (facts/cdk.md 2). ARNs contain an id that AWS draws: the cluster is known by its name.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type Arn, allow } from './permissions.ts';

/** Topics and groups by exact name, or by how they begin (`atlas.*`). */
export type KafkaAccess = {
  readonly writes?: readonly string[];
  readonly reads?: { readonly topics: readonly string[]; readonly groups: readonly string[] };
  /** Sees configurations and the standing of all groups, as a person who operates the cluster does. */
  readonly inspects?: true;
};

const inspection = ['kafka-cluster:DescribeCluster', 'kafka-cluster:DescribeClusterDynamicConfiguration'] as const;

export const kafkaClient = (cluster: string, access: KafkaAccess, arn: Arn): PolicyStatement[] => {
  const { writes = [], reads, inspects } = access;
  const clusterArn = arn('kafka', `cluster/${cluster}/*`);
  const topics = (names: readonly string[]) => names.map((name) => arn('kafka', `topic/${cluster}/*/${name}`));
  const groups = (names: readonly string[]) => names.map((name) => arn('kafka', `group/${cluster}/*/${name}`));
  return [
    allow(
      [
        'kafka-cluster:Connect',
        ...(writes.length > 0 ? ['kafka-cluster:WriteDataIdempotently'] : []),
        ...(inspects ? inspection : []),
      ],
      [clusterArn],
    ),
    ...(writes.length > 0 ? [allow(['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], topics(writes))] : []),
    ...(reads
      ? [
          allow(['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], topics(reads.topics)),
          allow(['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'], groups(reads.groups)),
        ]
      : []),
    ...(inspects
      ? [
          allow(
            [
              'kafka-cluster:DescribeTopic',
              'kafka-cluster:DescribeTopicDynamicConfiguration',
              'kafka-cluster:ReadData',
            ],
            topics(['*']),
          ),
          allow(['kafka-cluster:DescribeGroup'], groups(['*'])),
        ]
      : []),
  ];
};
