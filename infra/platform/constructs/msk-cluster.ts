// The Kafka cluster of a foundation: IAM over TLS and nothing else.
import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnCluster, CfnConfiguration } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import { type KafkaConfig, kafkaProblems, publicClients, replicationOf } from '../config/foundation-config.ts';
import type { FoundationNames } from '../core-names.ts';
import { BootstrapBrokers } from './bootstrap-brokers.ts';

type MskClusterProps = {
  readonly names: FoundationNames;
  readonly kafka: KafkaConfig;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
};

/** Topics exist because somebody declared them. */
const serverProperties = (brokers: number): string => {
  const { factor, inSync } = replicationOf(brokers);
  return [
    'auto.create.topics.enable=false',
    'delete.topic.enable=true',
    `default.replication.factor=${factor}`,
    `min.insync.replicas=${inSync}`,
    // Asked for by MSK before it makes a cluster public.
    'allow.everyone.if.no.acl.found=false',
  ].join('\n');
};

const publicEndpoint = { type: 'SERVICE_PROVIDED_EIPS' };
const iamFromOtherVpcs = {
  clientAuthentication: { sasl: { iam: { enabled: true }, scram: { enabled: false } }, tls: { enabled: false } },
};

/** What a phase does not change is not mentioned: MSK takes one change per update, and small brokers refuse any multi-VPC block. */
const connectivityInfo = (kafka: KafkaConfig): CfnCluster.ConnectivityInfoProperty | undefined => {
  switch (kafka.connectivity.phase) {
    case 'creating':
      return undefined;
    case 'public-access':
      return { publicAccess: publicEndpoint };
    case 'multi-vpc':
      return {
        ...(publicClients(kafka).length > 0 ? { publicAccess: publicEndpoint } : {}),
        vpcConnectivity: iamFromOtherVpcs,
      };
    case 'closed':
      return { publicAccess: { type: 'DISABLED' } };
  }
};

export class MskCluster extends Construct {
  readonly bootstrapBrokers: BootstrapBrokers;
  readonly clusterArn: string;

  constructor(scope: Construct, id: string, props: MskClusterProps) {
    super(scope, id);
    const { names, kafka, logRetention } = props;
    const brokers = kafka.brokersPerZone * props.subnetIds.length;
    const [problem] = kafkaProblems(kafka, brokers);
    if (problem) throw new Error(`${names.kafka}: ${problem}`);
    const cluster = new CfnCluster(this, 'cluster', {
      clusterName: names.kafka,
      kafkaVersion: kafka.version,
      numberOfBrokerNodes: brokers,
      brokerNodeGroupInfo: {
        instanceType: kafka.instanceType,
        clientSubnets: [...props.subnetIds],
        securityGroups: [props.securityGroupId],
        storageInfo: { ebsStorageInfo: { volumeSize: kafka.storageGibPerBroker } },
        connectivityInfo: connectivityInfo(kafka),
      },
      configurationInfo: this.configuration(props, serverProperties(brokers)),
      clientAuthentication: { sasl: { iam: { enabled: true } }, unauthenticated: { enabled: false } },
      encryptionInfo: { encryptionInTransit: { clientBroker: 'TLS', inCluster: true } },
      enhancedMonitoring: kafka.monitoring,
      loggingInfo: {
        brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: this.logs(names, logRetention).logGroupName } },
      },
    });
    cluster.applyRemovalPolicy(props.removalPolicy);
    this.clusterArn = cluster.attrArn;
    this.bootstrapBrokers = new BootstrapBrokers(this, 'bootstrap-brokers', {
      clusterArn: cluster.attrArn,
      connectivity: kafka.connectivity.phase,
      logRetention,
    });
  }

  private configuration(
    { names, removalPolicy }: MskClusterProps,
    serverProperties: string,
  ): CfnCluster.ConfigurationInfoProperty {
    const name = names.kafkaConfiguration;
    const configuration = new CfnConfiguration(this, 'configuration', { name, serverProperties });
    // MSK does not delete one that a cluster uses, and a kept cluster uses it.
    configuration.applyRemovalPolicy(removalPolicy);
    return { arn: configuration.attrArn, revision: Token.asNumber(configuration.attrLatestRevisionRevision) };
  }

  private logs({ kafkaLogs }: FoundationNames, retention: RetentionDays): LogGroup {
    return new LogGroup(this, 'logs', { logGroupName: kafkaLogs, retention, removalPolicy: RemovalPolicy.DESTROY });
  }
}
