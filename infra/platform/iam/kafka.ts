// What a Kafka client may do on a cluster with IAM authentication: facts/cdk.md 2, facts/kafka.md 3.1.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { allow } from '#infra/product/iam/statements.ts';

/**
 * A cluster by its name. `uuid` is what AWS adds to it; left open, the rights outlive a cluster that is recreated under the
 * same name.
 */
export type NamedKafka = { readonly name: string; readonly uuid?: string };

/** Topics and groups by name, or by what their names begin with: `exchg.*`. */
export const kafkaRights = (arn: Arn, { name, uuid = '*' }: NamedKafka) => {
  const cluster = [arn('kafka', `cluster/${name}/${uuid}`)];
  const of = (type: 'topic' | 'group', patterns: readonly string[]) =>
    patterns.map((pattern) => arn('kafka', `${type}/${name}/${uuid}/${pattern}`));
  return {
    connect: (...more: string[]): PolicyStatement => allow(['kafka-cluster:Connect', ...more], cluster),
    produce: (topics: readonly string[], ...more: string[]): PolicyStatement =>
      allow(['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData', ...more], of('topic', topics)),
    consume: (topics: readonly string[]): PolicyStatement =>
      allow(['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], of('topic', topics)),
    joinGroups: (groups: readonly string[]): PolicyStatement =>
      allow(['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'], of('group', groups)),
    /** Reads every topic and sees how every group stands. */
    inspectAll: (): PolicyStatement =>
      allow(
        [
          'kafka-cluster:DescribeTopic',
          'kafka-cluster:DescribeTopicDynamicConfiguration',
          'kafka-cluster:ReadData',
          'kafka-cluster:DescribeGroup',
        ],
        [...of('topic', ['*']), ...of('group', ['*'])],
      ),
  };
};

/** An idempotent producer asks this of the cluster, in addition to connecting. */
export const idempotence = 'kafka-cluster:WriteDataIdempotently';
