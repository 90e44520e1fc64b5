// What clients of a stream may do.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { allow } from '#infra/product/iam/statements.ts';
import { idempotence, kafkaRights, type NamedKafka } from '../iam/kafka.ts';
import type { Stream } from './stream-schema.ts';

/** The tag by which an organisation says who has access to what. */
export const scopeTag = 'access-scope';

export const streamClients = (arn: Arn, cluster: Required<NamedKafka>, stream: Stream) => {
  const kafka = kafkaRights(arn, cluster);
  const beginningWith = (prefixes: readonly string[]) => prefixes.map((prefix) => `${prefix}*`);
  // Only on the cluster: IAM knows no tags of topics and groups, so there the condition would never hold (facts/cdk.md 2).
  const inScope = (statement: PolicyStatement): PolicyStatement => {
    statement.addCondition('StringEquals', { [`aws:ResourceTag/${scopeTag}`]: stream.accessScope });
    return statement;
  };
  return {
    producer: [
      inScope(kafka.connect(idempotence)),
      kafka.produce(beginningWith(stream.producerTopicPrefixes), 'kafka-cluster:CreateTopic'),
    ],
    consumer: [
      inScope(kafka.connect()),
      kafka.consume(beginningWith(stream.consumerTopicPrefixes)),
      kafka.joinGroups(stream.consumerGroupNames),
    ],
    controlPlane: [
      allow(
        ['kafka:DescribeCluster', 'kafka:DescribeClusterV2'],
        [arn('kafka', `cluster/${cluster.name}/${cluster.uuid}`)],
      ),
      // IAM has no resource type for it.
      allow(['kafka:GetBootstrapBrokers'], ['*']),
    ],
  };
};
