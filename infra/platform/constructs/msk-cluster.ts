// The Kafka cluster of a foundation: IAM over TLS and nothing else.
import { RemovalPolicy, Token } from 'aws-cdk-lib';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnCluster, CfnConfiguration } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import { type KafkaConfig, publicClients } from '../config/foundation-config.ts';
import type { FoundationNames } from '../core-names.ts';
import { zones } from '../foundation-contract.ts';
import { BootstrapBrokers } from './bootstrap-brokers.ts';

type MskClusterProps = {
  readonly names: FoundationNames;
  readonly kafka: KafkaConfig;
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  readonly logRetention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
};

/** Topics exist because somebody declared them. Two copies of everything, one of which may be away. */
const serverProperties = [
  'auto.create.topics.enable=false',
  'delete.topic.enable=true',
  `default.replication.factor=${zones.length}`,
  'min.insync.replicas=1',
  // Asked for by MSK before it makes a cluster public.
  'allow.everyone.if.no.acl.found=false',
].join('\n');

/** Absent while the cluster is created: MSK refuses it then. */
const connectivityInfo = ({
  connectivity,
}: KafkaConfig['placement']): CfnCluster.ConnectivityInfoProperty | undefined =>
  connectivity.phase === 'creating'
    ? undefined
    : {
        publicAccess: { type: connectivity.publicAccess ? 'SERVICE_PROVIDED_EIPS' : 'DISABLED' },
        vpcConnectivity: {
          clientAuthentication: {
            sasl: { iam: { enabled: connectivity.multiVpc }, scram: { enabled: false } },
            tls: { enabled: false },
          },
        },
      };

export class MskCluster extends Construct {
  readonly bootstrapBrokers: BootstrapBrokers;

  constructor(scope: Construct, id: string, props: MskClusterProps) {
    super(scope, id);
    const { names, kafka, logRetention } = props;
    const cluster = new CfnCluster(this, 'cluster', {
      clusterName: names.kafka,
      kafkaVersion: kafka.version,
      numberOfBrokerNodes: kafka.brokersPerZone * props.subnetIds.length,
      brokerNodeGroupInfo: {
        instanceType: kafka.instanceType,
        clientSubnets: [...props.subnetIds],
        securityGroups: [props.securityGroupId],
        storageInfo: { ebsStorageInfo: { volumeSize: kafka.storageGibPerBroker } },
        connectivityInfo: connectivityInfo(kafka.placement),
      },
      configurationInfo: this.configuration(names),
      clientAuthentication: { sasl: { iam: { enabled: true } }, unauthenticated: { enabled: false } },
      encryptionInfo: { encryptionInTransit: { clientBroker: 'TLS', inCluster: true } },
      enhancedMonitoring: kafka.monitoring,
      loggingInfo: {
        brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: this.logs(names, logRetention).logGroupName } },
      },
    });
    cluster.applyRemovalPolicy(props.removalPolicy);
    this.bootstrapBrokers = new BootstrapBrokers(this, 'bootstrap-brokers', {
      clusterArn: cluster.attrArn,
      connectivity: publicClients(kafka).length > 0 ? 'public' : 'private',
      logRetention,
    });
  }

  private configuration({ kafkaConfiguration }: FoundationNames): CfnCluster.ConfigurationInfoProperty {
    const configuration = new CfnConfiguration(this, 'configuration', { name: kafkaConfiguration, serverProperties });
    return { arn: configuration.attrArn, revision: Token.asNumber(configuration.attrLatestRevisionRevision) };
  }

  private logs({ kafkaLogs }: FoundationNames, retention: RetentionDays): LogGroup {
    return new LogGroup(this, 'logs', { logGroupName: kafkaLogs, retention, removalPolicy: RemovalPolicy.DESTROY });
  }
}
