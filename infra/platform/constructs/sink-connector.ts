// The connector that writes topics to S3, with its plugin, role and logs. Nearly nothing of it can be changed in place: raise
// its revision.
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConnector, CfnCustomPlugin } from 'aws-cdk-lib/aws-kafkaconnect';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { arnsIn } from '#infra/product/iam/statements.ts';
import type { RunningSink } from '../config/sink-config.ts';
import type { FoundationNames } from '../core-names.ts';
import { sinkConnector } from '../iam/sink-connector.ts';
import { sinkConfiguration, sinkProblems } from '../sink-configuration.ts';
import type { SinkBuckets } from './sink-buckets.ts';

type SinkConnectorProps = {
  readonly names: FoundationNames;
  readonly sink: RunningSink;
  readonly buckets: SinkBuckets;
  readonly bootstrapBrokers: string;
  /** How many there are. */
  readonly brokers: number;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly logRetention: RetentionDays;
};

export class SinkConnector extends Construct {
  constructor(scope: Construct, id: string, props: SinkConnectorProps) {
    super(scope, id);
    const { names, sink } = props;
    const connectorName = names.sinkConnector(sink.revision);
    const connectorConfiguration = sinkConfiguration(sink, {
      region: Stack.of(this).region,
      bucket: props.buckets.objects.bucketName,
    });
    const [problem] = sinkProblems(sink, connectorConfiguration, props.brokers);
    if (problem) throw new Error(`${connectorName}: ${problem}`);
    const role = this.role(connectorName, props);
    const connector = new CfnConnector(this, 'connector', {
      connectorName,
      kafkaConnectVersion: '3.7.x',
      connectorConfiguration,
      capacity: { provisionedCapacity: { mcuCount: 1, workerCount: 1 } },
      kafkaCluster: {
        apacheKafkaCluster: {
          bootstrapServers: props.bootstrapBrokers,
          vpc: { subnets: [...props.subnetIds], securityGroups: [props.securityGroupId] },
        },
      },
      kafkaClusterClientAuthentication: { authenticationType: 'IAM' },
      kafkaClusterEncryptionInTransit: { encryptionType: 'TLS' },
      plugins: [{ customPlugin: this.plugin(props) }],
      serviceExecutionRoleArn: role.roleArn,
      logDelivery: {
        workerLogDelivery: {
          cloudWatchLogs: { enabled: true, logGroup: this.logs(connectorName, props).logGroupName },
        },
      },
    });
    // Its rights, too: MSK Connect tries the role at once.
    connector.node.addDependency(role);
  }

  private plugin({ names, sink, buckets }: SinkConnectorProps): CfnConnector.CustomPluginProperty {
    const plugin = new CfnCustomPlugin(this, 'plugin', {
      name: names.sinkPlugin(sink.revision),
      contentType: 'ZIP',
      location: { s3Location: { bucketArn: buckets.plugins.bucketArn, fileKey: sink.pluginKey } },
    });
    return { customPluginArn: plugin.attrCustomPluginArn, revision: plugin.attrRevision };
  }

  private role(connector: string, { names, sink, buckets }: SinkConnectorProps): Role {
    const arn = arnsIn(Stack.of(this));
    const role = new Role(this, 'role', {
      roleName: names.sinkRole,
      assumedBy: new ServicePrincipal('kafkaconnect.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': arn('kafkaconnect', `connector/${connector}/*`) },
        },
      }),
    });
    for (const statement of sinkConnector(arn, { cluster: names.kafka, connector, sink, bucket: buckets.objects }))
      role.addToPolicy(statement);
    return role;
  }

  private logs(connector: string, { names, logRetention: retention }: SinkConnectorProps): LogGroup {
    const logGroupName = names.sinkLogs(connector);
    return new LogGroup(this, 'logs', { logGroupName, retention, removalPolicy: RemovalPolicy.DESTROY });
  }
}
