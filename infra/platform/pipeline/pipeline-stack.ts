// The stack of a pipeline, deployed alone: its functions between the topics of a cluster that exists.
import { Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { arnsIn } from '#infra/product/iam/statements.ts';
import { normaliserGroup } from '#pipeline/file/part-names.ts';
import { BootstrapBrokers } from '../constructs/bootstrap-brokers.ts';
import { ConsumerFunction } from './consumer-function.ts';
import type { DeployablePipeline } from './deployable.ts';
import { normaliserRights, sinkRights } from './pipeline-access.ts';
import { codeWith } from './pipeline-code.ts';
import { pipelineNames } from './pipeline-names.ts';

export class PipelineStack extends Stack {
  constructor(scope: Construct, pipeline: DeployablePipeline) {
    const names = pipelineNames(pipeline.pipeline);
    super(scope, names.stack, {
      env: { region: pipeline.region },
      description: `Pipeline ${pipeline.pipeline}: changes in MongoDB become events`,
    });
    const arn = arnsIn(this);
    const { kafka, network, topics, sink } = pipeline;
    const clusterArn = arn('kafka', `cluster/${kafka.cluster}/${kafka.uuid}`);
    const brokers = new BootstrapBrokers(this, 'bootstrap-brokers', {
      clusterArn,
      connectivity: 'private',
      logRetention: RetentionDays.TWO_WEEKS,
    });
    const common = {
      pipeline,
      clusterArn,
      bootstrapBrokers: brokers.addressesOf('private'),
      tell: Topic.fromTopicArn(this, 'alarms', arn('sns', network.alarmTopic)),
    };
    new ConsumerFunction(this, 'normalise', {
      ...common,
      names: names.normalise,
      description: `Curfew: makes events of the changes in ${topics.source}`,
      code: codeWith('normalise', pipeline),
      rights: normaliserRights(pipeline, names.normalise, clusterArn, arn),
      topic: topics.source,
      group: normaliserGroup(pipeline),
      egress: [],
    });
    if (sink?.clickhouse.ingestion !== 'function' || sink.clickhouse.credentialsSecret === undefined) return;
    const { port, consumerGroup: group, credentialsSecret: secret } = sink.clickhouse;
    new ConsumerFunction(this, 'clickhouse-sink', {
      ...common,
      names: names.sink,
      description: `Curfew: inserts the events of ${topics.events} into ClickHouse`,
      code: codeWith('clickhouse-sink', pipeline),
      rights: sinkRights(pipeline, { group, secret }, names.sink, clusterArn, arn),
      topic: topics.events,
      group,
      egress: [
        { port, to: 'ClickHouse over TLS' },
        { port: 443, to: 'Secrets Manager' },
      ],
    });
  }
}
