// A Lambda function that reads a topic of MSK, with its doors, rights, logs and alarms.
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnEventSourceMapping, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, type LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ownAlarm } from '#infra/product/constructs/own-alarms.ts';
import type { Deployable } from './deployable.ts';
import { type PipelineLambdaProps, pipelineLambda } from './pipeline-lambda.ts';

/** Lambda wants a group of its own for each topic that a function reads. */
type Reading = { readonly topic: string; readonly group: string };

export type ConsumerFunctionProps = PipelineLambdaProps & {
  readonly pipeline: Deployable;
  readonly clusterArn: string;
  readonly reads: readonly Reading[];
  readonly batchSize?: number;
  readonly environment?: Readonly<Record<string, string>>;
};

/** A batch of 6 MB is some thousand records; with more memory comes more processor. */
const size = { memoryMegabytes: 1_024, timeout: Duration.minutes(2) };

export class ConsumerFunction extends Construct {
  constructor(scope: Construct, id: string, props: ConsumerFunctionProps) {
    super(scope, id);
    const { lambda, role, logGroup } = pipelineLambda(this, props, { ...size, environment: props.environment ?? {} });
    for (const [index, reading] of props.reads.entries())
      this.eventSource(lambda, props, reading, `EventSource${index === 0 ? '' : index + 1}`).node.addDependency(role);
    this.alarms(logGroup, props);
  }

  /** Lambda takes answers about single partitions only with provisioned pollers: otherwise a batch is delivered again whole. */
  private eventSource(
    lambda: LambdaFunction,
    props: ConsumerFunctionProps,
    { topic, group }: Reading,
    id: string,
  ): CfnEventSourceMapping {
    const { pollers } = props.pipeline.normaliser ?? {};
    return new CfnEventSourceMapping(this, id, {
      functionName: lambda.functionName,
      eventSourceArn: props.clusterArn,
      topics: [topic],
      startingPosition: 'TRIM_HORIZON',
      amazonManagedKafkaEventSourceConfig: { consumerGroupId: group },
      batchSize: props.batchSize ?? 5_000,
      maximumBatchingWindowInSeconds: 1,
      ...(pollers && {
        provisionedPollerConfig: { minimumPollers: pollers.min, maximumPollers: pollers.max },
        functionResponseTypes: ['ReportBatchItemFailures'],
      }),
    });
  }

  private alarms(logGroup: LogGroup, { names, reads, tell }: ConsumerFunctionProps): void {
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
        `Records of ${reads.map(({ topic }) => topic).join(', ')} can never succeed and are in the topic of dead letters, each with its reason. ` +
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
