// The topics of an environment on the cluster of its foundation. MSK creates them by its own API; nothing connects to a broker.
import { CfnTopic } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import type { Core } from '../config/core-config.ts';
import type { TopicsConfig } from '../config/topics-config.ts';
import { keptUnlessEasy } from '../removal.ts';

type KafkaTopicsProps = {
  readonly clusterArn: string;
  readonly topics: TopicsConfig;
  readonly teardown: Core['teardown'];
};

export class KafkaTopics extends Construct {
  constructor(scope: Construct, id: string, { clusterArn, topics, teardown }: KafkaTopicsProps) {
    super(scope, id);
    for (const [use, { name, partitions }] of Object.entries(topics.topics))
      new CfnTopic(this, use, {
        clusterArn,
        topicName: name,
        partitionCount: partitions,
        replicationFactor: topics.replicationFactor,
      }).applyRemovalPolicy(keptUnlessEasy({ teardown }));
  }
}
