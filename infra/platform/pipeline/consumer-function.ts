// A Lambda function that reads a topic of MSK, with its doors, rights, logs and alarms.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnSecurityGroup, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  CfnEventSourceMapping,
  CfnFunction,
  type Code,
  Function as LambdaFunction,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { failingAlarm, ownAlarm } from '#infra/product/constructs/own-alarms.ts';
import { nodeVariables } from '#infra/product/function-settings.ts';
import { ports } from '../config/ports.ts';
import type { DeployablePipeline } from './deployable.ts';
import type { FunctionNames } from './pipeline-names.ts';

type ConsumerFunctionProps = {
  readonly pipeline: DeployablePipeline;
  readonly names: FunctionNames;
  readonly description: string;
  readonly code: Code;
  readonly rights: readonly PolicyStatement[];
  readonly clusterArn: string;
  readonly bootstrapBrokers: string;
  readonly topic: string;
  readonly group: string;
  readonly tell: ITopic;
  /** Where the function connects to, in addition to Kafka. */
  readonly egress: readonly { readonly port: number; readonly to: string }[];
};

/** A batch of 6 MB is some thousand records; with more memory comes more processor. */
const memoryMegabytes = 1_024;
const timeout = Duration.minutes(2);

export class ConsumerFunction extends Construct {
  constructor(scope: Construct, id: string, props: ConsumerFunctionProps) {
    super(scope, id);
    const { pipeline, names, tell } = props;
    const securityGroupId = this.doors(props);
    const role = new Role(this, 'Role', {
      roleName: names.role,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    for (const statement of props.rights) role.addToPolicy(statement);
    const logGroup = new LogGroup(this, 'Logs', {
      logGroupName: names.logGroup,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const lambda = new LambdaFunction(this, 'Function', {
      functionName: names.function,
      description: props.description,
      code: props.code,
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMegabytes,
      timeout,
      role,
      logGroup,
      environment: { KAFKA_BOOTSTRAP: props.bootstrapBrokers, ...nodeVariables },
    });
    const { defaultChild } = lambda.node;
    if (!(defaultChild instanceof CfnFunction)) throw new Error('a function consists of more than itself');
    defaultChild.vpcConfig = { subnetIds: pipeline.network.subnetIds, securityGroupIds: [securityGroupId] };
    this.eventSource(lambda, props).node.addDependency(role);
    failingAlarm(lambda, { name: names.failing, logGroup: names.logGroup, periods: 1, tell: [tell] });
    this.alarms(logGroup, props);
  }

  /** Out to Kafka and to what else the function needs; into Kafka's own group on the port of IAM. */
  private doors({ pipeline, names, egress }: ConsumerFunctionProps): string {
    const { vpcId, kafkaSecurityGroupId } = pipeline.network;
    const tcp = (port: number) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port });
    const group = new CfnSecurityGroup(this, 'SecurityGroup', {
      vpcId,
      groupName: names.securityGroup,
      groupDescription: `Function ${names.function}`,
      securityGroupEgress: [
        { ...tcp(ports.kafka), destinationSecurityGroupId: kafkaSecurityGroupId, description: 'Kafka with IAM' },
        ...egress.map(({ port, to }) => ({ ...tcp(port), cidrIp: '0.0.0.0/0', description: to })),
      ],
    });
    new CfnSecurityGroupIngress(this, 'ToKafka', {
      ...tcp(ports.kafka),
      groupId: kafkaSecurityGroupId,
      sourceSecurityGroupId: group.attrGroupId,
      description: `From ${names.function}`,
    });
    return group.attrGroupId;
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
      batchSize: 5_000,
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
