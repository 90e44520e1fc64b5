// A job of your own in Managed Service for Apache Flink: your archive in S3, in your VPC, with snapshots, its own role, logs and alarms. The kind
// `flink-application` starts it, and stops it with a snapshot: nothing here does.
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnApplication, CfnApplicationCloudWatchLoggingOption } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { LogGroup, LogStream, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ownAlarm } from '#infra/product/constructs/own-alarms.ts';
import { allow, arnsIn } from '#infra/product/iam/statements.ts';
import { kafkaRights, type NamedKafka } from '../iam/kafka.ts';

type FlinkApplicationProps = {
  /** As the definition calls it: `{ kind: flink-application, application: … }`. */
  readonly name: string;
  readonly code: { readonly bucket: string; readonly key: string; readonly version?: string };
  readonly runtime: 'FLINK-1_19' | 'FLINK-1_20' | 'FLINK-2_2';
  readonly parallelism: number;
  readonly network: { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };
  readonly kafka: NamedKafka & {
    readonly reads: readonly string[];
    readonly groups: readonly string[];
    readonly writes: readonly string[];
  };
  /** What the job reads by `KinesisAnalyticsRuntime.getApplicationProperties()`. Never a secret. */
  readonly properties?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly alarms: ITopic;
};

/** What the service does in the role's name to come into a VPC. AWS knows no narrower form of these. */
const vpcActions = [
  'ec2:CreateNetworkInterface',
  'ec2:CreateNetworkInterfacePermission',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
];

export class FlinkApplication extends Construct {
  constructor(scope: Construct, id: string, props: FlinkApplicationProps) {
    super(scope, id);
    const { name } = props;
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/kinesis-analytics/${name}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const logStreamName = 'kinesis-analytics-log-stream';
    const stream = new LogStream(this, 'LogStream', {
      logGroup: logs,
      logStreamName,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = this.role(props, logs);
    const application = this.application(props, role);
    const option = new CfnApplicationCloudWatchLoggingOption(this, 'LoggingOption', {
      applicationName: application.ref,
      cloudWatchLoggingOption: {
        logStreamArn: `${logs.logGroupArn.replace(/:\*$/, '')}:log-stream:${logStreamName}`,
      },
    });
    option.node.addDependency(stream);
    this.alarms(props);
  }

  private role(props: FlinkApplicationProps, logs: LogGroup): Role {
    const arn = arnsIn(Stack.of(this));
    const role = new Role(this, 'Role', {
      roleName: `flink-${props.name}`,
      assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnEquals: { 'aws:SourceArn': arn('kinesisanalytics', `application/${props.name}`) },
        },
      }),
    });
    for (const statement of this.rights(props, logs)) role.addToPolicy(statement);
    return role;
  }

  private rights({ code, kafka }: FlinkApplicationProps, logs: LogGroup): readonly PolicyStatement[] {
    const { partition } = Stack.of(this);
    const arn = arnsIn(Stack.of(this));
    const own = kafkaRights(arn, kafka);
    const archive = `arn:${partition}:s3:::${code.bucket}/${code.key}`;
    return [
      allow([code.version === undefined ? 's3:GetObject' : 's3:GetObjectVersion'], [archive]),
      allow(['logs:DescribeLogGroups'], [arn('logs', 'log-group:*')]),
      allow(['logs:DescribeLogStreams', 'logs:PutLogEvents'], [logs.logGroupArn]),
      allow(vpcActions, ['*']),
      own.connect(),
      own.consume(kafka.reads),
      own.joinGroups(kafka.groups),
      own.produce(kafka.writes),
    ];
  }

  private application(props: FlinkApplicationProps, role: Role): CfnApplication {
    const { name, runtime, code, parallelism, network, properties = {} } = props;
    const application = new CfnApplication(this, 'Application', {
      applicationName: name,
      applicationMode: 'STREAMING',
      runtimeEnvironment: runtime,
      serviceExecutionRole: role.roleArn,
      applicationConfiguration: {
        applicationCodeConfiguration: {
          codeContentType: 'ZIPFILE',
          codeContent: {
            s3ContentLocation: {
              bucketArn: `arn:${Stack.of(this).partition}:s3:::${code.bucket}`,
              fileKey: code.key,
              ...(code.version === undefined ? {} : { objectVersion: code.version }),
            },
          },
        },
        // A stop takes one, and the next start begins with it: nothing is read twice, and nothing is left out.
        applicationSnapshotConfiguration: { snapshotsEnabled: true },
        flinkApplicationConfiguration: {
          checkpointConfiguration: { configurationType: 'DEFAULT' },
          monitoringConfiguration: { configurationType: 'CUSTOM', logLevel: 'WARN', metricsLevel: 'APPLICATION' },
          parallelismConfiguration: {
            ...{ configurationType: 'CUSTOM', parallelism, parallelismPerKpu: 1, autoScalingEnabled: false },
          },
        },
        vpcConfigurations: [{ subnetIds: [...network.subnetIds], securityGroupIds: [...network.securityGroupIds] }],
        environmentProperties: {
          propertyGroups: Object.entries(properties).map(([propertyGroupId, propertyMap]) => ({
            ...{ propertyGroupId, propertyMap },
          })),
        },
      },
    });
    // Its rights, too: the service tries the role at once.
    application.node.addDependency(role);
    return application;
  }

  /** A stopped application has no metrics, and raises nothing. */
  private alarms({ name, alarms }: FlinkApplicationProps): void {
    const metric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/KinesisAnalytics',
        metricName,
        dimensionsMap: { Application: name },
        period: Duration.minutes(5),
        statistic,
      });
    ownAlarm(this, 'Down', {
      name: `flink-${name}-down`,
      meaning: `The job ${name} is restarting or has failed: it reads nothing. Its log group says why.`,
      metric: metric('downtime', 'Minimum'),
      periods: 2,
      tell: [alarms],
    });
    ownAlarm(this, 'Checkpoints', {
      name: `flink-${name}-checkpoints`,
      meaning: `A checkpoint of the job ${name} failed again and again: after a failure it would read much twice.`,
      // The metric counts from the start of the job, so its growth counts.
      metric: new MathExpression({
        expression: 'DIFF(failed)',
        usingMetrics: { failed: metric('numberOfFailedCheckpoints', 'Maximum') },
        period: Duration.minutes(5),
      }),
      periods: 3,
      tell: [alarms],
    });
  }
}
