// The MongoDB source connector of a pipeline in MSK Connect: plugin, configuration of its worker, role, doors and logs. Nearly nothing of
// it can be changed in place: raise its revision.
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnConnector, CfnCustomPlugin, CfnWorkerConfiguration } from 'aws-cdk-lib/aws-kafkaconnect';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { arnsIn } from '#infra/product/iam/statements.ts';
import { connectorConfig } from '#pipeline/mongodb/connector-config.ts';
import { ports } from '../config/ports.ts';
import type { DeployablePipeline, MongoSource } from './deployable.ts';
import { connectorRights } from './pipeline-access.ts';
import { pipelineNames } from './pipeline-names.ts';

type SourceConnectorProps = {
  readonly pipeline: DeployablePipeline;
  readonly source: MongoSource & { readonly plugin: NonNullable<MongoSource['plugin']> };
  readonly bootstrapBrokers: string;
};

/** Members of a replica set listen on 27017, those of Atlas on 27015 to 27017. */
const mongoPorts = { fromPort: 27_015, toPort: 27_017 } as const;

/** With it `${secretManager:NAME:KEY}` in the connector's configuration is read by the worker, and stands in no configuration. */
const workerProperties = (region: string): string =>
  [
    'key.converter=org.apache.kafka.connect.storage.StringConverter',
    'value.converter=org.apache.kafka.connect.storage.StringConverter',
    'config.providers=secretManager',
    'config.providers.secretManager.class=com.amazonaws.kafka.config.providers.SecretsManagerConfigProvider',
    `config.providers.secretManager.param.region=${region}`,
  ].join('\n');

export class SourceConnector extends Construct {
  constructor(scope: Construct, id: string, props: SourceConnectorProps) {
    super(scope, id);
    const { pipeline, source, bootstrapBrokers } = props;
    const names = pipelineNames(pipeline.pipeline).source(source.plugin.revision);
    const role = this.role(names, props);
    const logs = new LogGroup(this, 'Logs', {
      logGroupName: names.logGroup,
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const connector = new CfnConnector(this, 'Connector', {
      connectorName: names.connector,
      kafkaConnectVersion: '3.7.x',
      connectorConfiguration: connectorConfig(source, pipeline.topics.deadLetters),
      capacity: { provisionedCapacity: { mcuCount: 1, workerCount: 1 } },
      kafkaCluster: {
        apacheKafkaCluster: {
          bootstrapServers: bootstrapBrokers,
          vpc: { subnets: pipeline.network.subnetIds, securityGroups: [this.doors(names.securityGroup, pipeline)] },
        },
      },
      kafkaClusterClientAuthentication: { authenticationType: 'IAM' },
      kafkaClusterEncryptionInTransit: { encryptionType: 'TLS' },
      plugins: [{ customPlugin: this.plugin(names.plugin, source.plugin) }],
      workerConfiguration: this.worker(names.worker, pipeline.region),
      serviceExecutionRoleArn: role.roleArn,
      logDelivery: { workerLogDelivery: { cloudWatchLogs: { enabled: true, logGroup: logs.logGroupName } } },
    });
    // Its rights, too: MSK Connect tries the role at once.
    connector.node.addDependency(role);
  }

  private plugin(name: string, { bucket, key }: SourceConnectorProps['source']['plugin']) {
    const { partition } = Stack.of(this);
    const plugin = new CfnCustomPlugin(this, 'Plugin', {
      name,
      contentType: 'ZIP',
      location: { s3Location: { bucketArn: `arn:${partition}:s3:::${bucket}`, fileKey: key } },
    });
    return { customPluginArn: plugin.attrCustomPluginArn, revision: plugin.attrRevision };
  }

  private worker(name: string, region: string) {
    const worker = new CfnWorkerConfiguration(this, 'Worker', {
      name,
      propertiesFileContent: Buffer.from(workerProperties(region)).toString('base64'),
    });
    return { workerConfigurationArn: worker.attrWorkerConfigurationArn, revision: worker.attrRevision };
  }

  private role(names: { readonly role: string; readonly connector: string }, props: SourceConnectorProps): Role {
    const arn = arnsIn(Stack.of(this));
    const role = new Role(this, 'Role', {
      roleName: names.role,
      assumedBy: new ServicePrincipal('kafkaconnect.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
          ArnLike: { 'aws:SourceArn': arn('kafkaconnect', `connector/${names.connector}/*`) },
        },
      }),
    });
    for (const statement of connectorRights(props.pipeline, props.source, arn)) role.addToPolicy(statement);
    return role;
  }

  /** Out to Kafka, MongoDB and Secrets Manager; into Kafka's own group on the port of IAM. */
  private doors(groupName: string, { network }: DeployablePipeline): string {
    const kafka = { ipProtocol: 'tcp', fromPort: ports.kafka, toPort: ports.kafka } as const;
    const anywhere = { ipProtocol: 'tcp', cidrIp: '0.0.0.0/0' } as const;
    const group = new CfnSecurityGroup(this, 'SecurityGroup', {
      vpcId: network.vpcId,
      groupName,
      groupDescription: `Connector ${groupName}`,
      securityGroupEgress: [
        { ...kafka, destinationSecurityGroupId: network.kafkaSecurityGroupId, description: 'Kafka with IAM' },
        { ...anywhere, ...mongoPorts, description: 'MongoDB' },
        { ...anywhere, fromPort: ports.https, toPort: ports.https, description: 'Secrets Manager' },
      ],
    });
    new CfnSecurityGroupIngress(this, 'ToKafka', {
      ...kafka,
      groupId: network.kafkaSecurityGroupId,
      sourceSecurityGroupId: group.attrGroupId,
      description: `From ${groupName}`,
    });
    return group.attrGroupId;
  }
}
