// What a service may do in the Kafka cluster.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { idempotence, kafkaRights } from './kafka.ts';

/** Topics and groups by name, or by what their names begin with (`atlas.*`). */
export type KafkaAccess = {
  readonly writes?: readonly string[];
  readonly reads?: { readonly topics: readonly string[]; readonly groups: readonly string[] };
  /** Sees everything in the cluster, and changes nothing. */
  readonly inspects?: true;
};

export const kafkaClient = (name: string, access: KafkaAccess, arn: Arn): PolicyStatement[] => {
  const { writes = [], reads, inspects } = access;
  const rights = kafkaRights(arn, { name });
  const onCluster = [
    ...(writes.length > 0 ? [idempotence] : []),
    ...(inspects ? ['kafka-cluster:DescribeCluster', 'kafka-cluster:DescribeClusterDynamicConfiguration'] : []),
  ];
  return [
    rights.connect(...onCluster),
    ...(writes.length > 0 ? [rights.produce(writes)] : []),
    ...(reads ? [rights.consume(reads.topics), rights.joinGroups(reads.groups)] : []),
    ...(inspects ? [rights.inspectAll()] : []),
  ];
};
