// The cache of an environment: one primary and one replica that takes over, without encryption, for workloads in the VPC.
import { Validations } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnReplicationGroup, CfnSubnetGroup } from 'aws-cdk-lib/aws-elasticache';
import { Construct } from 'constructs';
import type { Core } from '../config/core-config.ts';
import type { CacheConfig } from '../config/data-config.ts';
import { ports } from '../config/ports.ts';
import { snapshotUnlessEasy } from '../removal.ts';

type ValkeyProps = {
  readonly name: string;
  readonly config: CacheConfig;
  readonly keeping: Pick<Core, 'teardown' | 'lifecycle'>;
  readonly vpc: IVpc;
  readonly securityGroupId: string;
};

export class Valkey extends Construct {
  readonly primaryEndpoint: string;
  readonly readerEndpoint: string;

  constructor(scope: Construct, id: string, { name, config, keeping, vpc, securityGroupId }: ValkeyProps) {
    super(scope, id);
    const subnets = new CfnSubnetGroup(this, 'subnets', {
      cacheSubnetGroupName: name,
      description: 'Private subnets for the cache',
      subnetIds: vpc.privateSubnets.map(({ subnetId }) => subnetId),
    });
    const group = new CfnReplicationGroup(this, 'group', {
      replicationGroupId: name,
      replicationGroupDescription: 'Cache of the backend workloads',
      engine: 'valkey',
      engineVersion: '8.0',
      cacheNodeType: config.nodeType,
      clusterMode: 'disabled',
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      port: ports.valkey,
      networkType: 'ipv4',
      ipDiscovery: 'ipv4',
      snapshotRetentionLimit: 1,
      transitEncryptionEnabled: false,
      // Can only be chosen when the group is created.
      atRestEncryptionEnabled: false,
      cacheSubnetGroupName: name,
      securityGroupIds: [securityGroupId],
    });
    group.addResourceDependency(subnets);
    group.applyRemovalPolicy(snapshotUnlessEasy(keeping));
    Validations.of(group).acknowledge(
      {
        id: 'AwsSolutions-AEC3',
        reason: 'The first rollout has no encryption; only workloads in the VPC have access',
      },
      { id: 'AwsSolutions-AEC6', reason: 'A password needs encryption in transit, which the first rollout is without' },
    );
    this.primaryEndpoint = group.attrPrimaryEndPointAddress;
    this.readerEndpoint = group.attrReaderEndPointAddress;
  }
}
