// The streaming stack of a foundation: Kafka, what exports from it, and the repositories of the images that use it.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { publicClients } from '../config/foundation-config.ts';
import { imageRepositories } from '../constructs/image-repositories.ts';
import { MskCluster } from '../constructs/msk-cluster.ts';
import { SinkBuckets } from '../constructs/sink-buckets.ts';
import { SinkConnector } from '../constructs/sink-connector.ts';
import { type NetworkKey, publish, type StreamingKey, subnetKey, zones } from '../foundation-contract.ts';
import { keptUnlessEasy } from '../removal.ts';
import { exportAll, holdOnToReferences, stackProps } from './core-stack.ts';
import type { FoundationStackProps } from './network.ts';

type StreamingStackProps = FoundationStackProps & { readonly network: Readonly<Record<NetworkKey, string>> };

export class StreamingStack extends Stack {
  readonly values: Readonly<Record<StreamingKey, string>>;

  constructor(scope: Construct, id: string, props: StreamingStackProps) {
    const { environment, config, foundation, names, keeping } = props;
    super(scope, id, stackProps(config, keeping, `${environment}: Kafka of the foundation`));
    holdOnToReferences(this);
    imageRepositories(this, names, keeping);
    const { bootstrapBrokers, clusterArn } = this.kafka(props);
    const internal = bootstrapBrokers.addressesOf('private');
    new CfnOutput(this, 'BootstrapBrokersTls', { value: internal });
    const isPublic = publicClients(foundation.kafka).length > 0;
    const external = isPublic ? bootstrapBrokers.addressesOf('public') : 'none';
    if (isPublic) new CfnOutput(this, 'BootstrapBrokersPublicTls', { value: external });
    this.sink(props, internal);
    this.values = {
      'streaming/kafka-bootstrap-brokers': internal,
      'streaming/kafka-public-bootstrap-brokers': external,
      'streaming/kafka-cluster-arn': clusterArn,
    };
    publish(this, environment, this.values);
    exportAll(this, { arn: clusterArn });
  }

  private kafka({ names, foundation: { kafka }, network, config, keeping }: StreamingStackProps): MskCluster {
    return new MskCluster(this, 'kafka', {
      names,
      kafka,
      subnetIds: zones.map((zone) => network[subnetKey(kafka.subnets, zone)]),
      securityGroupId: network['network/msk-security-group-id'],
      logRetention: config.logRetention,
      removalPolicy: keptUnlessEasy(keeping),
    });
  }

  private sink(props: StreamingStackProps, bootstrapBrokers: string): void {
    const { names, foundation, network, config, keeping } = props;
    const { sink } = foundation;
    if (sink.kind === 'off') return;
    const buckets = new SinkBuckets(this, 'sink-buckets', { names, teardown: keeping.teardown });
    new CfnOutput(this, 'SinkBucket', { value: buckets.objects.bucketName });
    new CfnOutput(this, 'SinkPluginBucket', { value: buckets.plugins.bucketName });
    if (sink.kind === 'preparing') return;
    new SinkConnector(this, 'sink', {
      names,
      sink,
      buckets,
      bootstrapBrokers,
      brokers: foundation.kafka.brokersPerZone * zones.length,
      subnetIds: zones.map((zone) => network[subnetKey('private', zone)]),
      securityGroupId: network['network/msk-connect-security-group-id'],
      logRetention: config.logRetention,
    });
  }
}
