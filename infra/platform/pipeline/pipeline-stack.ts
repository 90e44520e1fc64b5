// The stack of a pipeline, deployed alone: its functions between the topics of a cluster that exists.
import { Stack } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { namesOf } from '#core/deployed.ts';
import { arnsIn } from '#infra/product/iam/statements.ts';
import { normaliserGroup, readerGroup } from '#pipeline/file/part-names.ts';
import { BootstrapBrokers } from '../constructs/bootstrap-brokers.ts';
import { ConsumerFunction } from './consumer-function.ts';
import {
  type ChangeReading,
  type Deployable,
  type DeployablePipeline,
  normalises,
  readsChanges,
} from './deployable.ts';
import { IntakeFunction } from './intake-function.ts';
import { intakeRights, normaliserRights, readerRights, sinkRights } from './pipeline-access.ts';
import { codeWith } from './pipeline-code.ts';
import { pipelineNames } from './pipeline-names.ts';
import { SourceConnector } from './source-connector.ts';
import { storeFunctions } from './store-functions.ts';

type Common = {
  readonly clusterArn: string;
  readonly bootstrapBrokers: string;
  readonly tell: ITopic;
};

const purposeOf = (pipeline: Deployable): string => {
  if (normalises(pipeline))
    return pipeline.normaliser?.events ? 'what comes from outside becomes events' : 'changes in MongoDB become events';
  return pipeline.intake ? 'events from outside come to Kafka' : 'changes become messages';
};

export class PipelineStack extends Stack {
  constructor(scope: Construct, pipeline: Deployable) {
    const names = pipelineNames(pipeline.pipeline);
    super(scope, names.stack, {
      env: { region: pipeline.region },
      description: `Pipeline ${pipeline.pipeline}: ${purposeOf(pipeline)}`,
    });
    const arn = arnsIn(this);
    const { kafka, network } = pipeline;
    const clusterArn = arn('kafka', `cluster/${kafka.cluster}/${kafka.uuid}`);
    const brokers = new BootstrapBrokers(this, 'bootstrap-brokers', {
      clusterArn,
      connectivity: 'private',
      logRetention: RetentionDays.TWO_WEEKS,
    });
    const common = {
      clusterArn,
      bootstrapBrokers: brokers.addressesOf('private'),
      tell: Topic.fromTopicArn(this, 'alarms', arn('sns', network.alarmTopic)),
    };
    if (normalises(pipeline)) this.fromSourceToSink(pipeline, common);
    if (readsChanges(pipeline)) this.fromChangesToMessages(pipeline, common);
    if (!pipeline.intake) return;
    new IntakeFunction(this, 'event-intake', {
      ...{ pipeline, names: names.intake, bootstrapBrokers: common.bootstrapBrokers, tell: common.tell },
      description: `Curfew: takes events of ${Object.keys(pipeline.intake).join(', ')} into Kafka`,
      code: codeWith('event-intake', pipeline),
      rights: intakeRights(pipeline, names.intake, arn),
      egress: [{ port: 443, to: 'Secrets Manager, SQS and identity providers' }],
    });
  }

  private fromSourceToSink(pipeline: DeployablePipeline, { clusterArn, ...common }: Common): void {
    const arn = arnsIn(this);
    const names = pipelineNames(pipeline.pipeline);
    const { topics, sink } = pipeline;
    new ConsumerFunction(this, 'normalise', {
      ...{ ...common, pipeline, clusterArn },
      names: names.normalise,
      description: `Curfew: makes events of the changes in ${topics.source}`,
      code: codeWith('normalise', pipeline),
      rights: normaliserRights(pipeline, names.normalise, clusterArn, arn),
      reads: [{ topic: topics.source, group: normaliserGroup(pipeline) }],
      egress: [],
    });
    storeFunctions(this, pipeline, { ...common, clusterArn });
    const { mongodb } = pipeline.source ?? {};
    if (mongodb?.plugin)
      new SourceConnector(this, 'source', {
        ...{ pipeline, source: { ...mongodb, plugin: mongodb.plugin } },
        bootstrapBrokers: common.bootstrapBrokers,
      });
    if (sink?.clickhouse.ingestion !== 'function' || sink.clickhouse.credentialsSecret === undefined) return;
    const { port, consumerGroup: group, credentialsSecret: secret } = sink.clickhouse;
    new ConsumerFunction(this, 'clickhouse-sink', {
      ...{ ...common, pipeline, clusterArn },
      names: names.sink,
      description: `Curfew: inserts the events of ${topics.events} into ClickHouse`,
      code: codeWith('clickhouse-sink', pipeline),
      rights: sinkRights(pipeline, { group, secret }, names.sink, clusterArn, arn),
      reads: [{ topic: topics.events, group }],
      egress: [
        { port, to: 'ClickHouse over TLS' },
        { port: 443, to: 'Secrets Manager' },
      ],
    });
  }

  private fromChangesToMessages(pipeline: ChangeReading, { clusterArn, ...common }: Common): void {
    const arn = arnsIn(this);
    const names = pipelineNames(pipeline.pipeline).reader;
    const { topics, environment } = pipeline.changes;
    const queue = Queue.fromQueueArn(this, 'notifications', arn('sqs', namesOf(environment).notifications));
    new ConsumerFunction(this, 'change-reader', {
      ...{ ...common, pipeline, clusterArn, names },
      description: `Curfew: reports changes in ${topics.join(', ')}`.slice(0, 256),
      code: codeWith('change-reader', pipeline),
      rights: readerRights(pipeline, names, clusterArn, arn),
      reads: topics.map((topic) => ({ topic, group: readerGroup(pipeline.changes, topic) })),
      egress: [{ port: 443, to: 'SQS' }],
      environment: { NOTIFICATIONS_QUEUE_URL: queue.queueUrl },
    });
  }
}
