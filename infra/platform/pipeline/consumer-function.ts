// A Lambda function that reads a topic of MSK, with its doors, rights, logs and alarms.
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ownAlarm } from '#infra/product/constructs/own-alarms.ts';
import type { DeployablePipeline } from './deployable.ts';
import { type PipelineLambdaProps, pipelineLambda } from './pipeline-lambda.ts';

export type ConsumerFunctionProps = PipelineLambdaProps & {
  readonly pipeline: DeployablePipeline;
  readonly clusterArn: string;
  readonly topic: string;
  readonly group: string;
  readonly batchSize?: number;
  readonly environment?: Readonly<Record<string, string>>;
};

/** A batch of 6 MB is some thousand records; with more memory comes more processor. */
const size = { memoryMegabytes: 1_024, timeout: Duration.minutes(2) };

export class ConsumerFunction extends Construct {
  constructor(scope: Construct, id: string, props: ConsumerFunctionProps) {
    super(scope, id);
    const { lambda, role, logGroup } = pipelineLambda(this, props, {
      ...size,
      ...(props.environment ? { environment: props.environment } : {}),
    });
    this.eventSource(lambda, props).node.addDependency(role);
    this.alarms(logGroup, props);
  }

  /** Lambda takes answers about single partitions only with provisioned pollers: otherwise a batch is delivered again whole. */
  private eventSource(lambda: LambdaFunction, props: ConsumerFunctionProps): CfnEventSourceMapping {
    const { pollers } = props.pipeline.normaliser ?? {};
    return new CfnEventSourceMapping(this, 'EventSource', {
      functionName: lambda.functionName,
      eventSourceArn: props.clusterArn,
      topics: [props.topic],
      startingPosition: 'TRIM_HORIZON',
      amazonManagedKafkaEventSourceConfig: { consumerGroupId: props.group },
      batchSize: props.batchSize ?? 5_000,
      maximumBatchingWindowInSeconds: 1,
      ...(pollers && {
        provisionedPollerConfig: { minimumPollers: pollers.min, maximumPollers: pollers.max },
        functionResponseTypes: ['ReportBatchItemFailures'],
      }),
    });
  }

  private alarms(logGroup: LogGroup, { names, topic, tell }: ConsumerFunctionProps): void {
    const metricName = `${names.function}-dead-letters`;
    new MetricFilter(this, 'DeadLettersFilter', {
      logGroup,
      metricNamespace: 'Curfew/Pipeline',
      metricName,
      filterPattern: FilterPattern.exists('$.deadLetters'),
      metricValue: '$.deadLetters',
    });
    ownAlarm(this, 'DeadLetters', {
      name: names.deadLetters,
      meaning:
        `Records of ${topic} can never succeed and are in the topic of dead letters, each with its reason. ` +
        'See docs/pipeline.md, "Dead letters".',
      metric: new Metric({
        namespace: 'Curfew/Pipeline',
        metricName,
        period: Duration.minutes(5),
        statistic: 'Sum',
      }),
      tell: [tell],
    });
  }
}
