// An MSK Serverless cluster in a VPC that exists, with the doors to it and the rights of those who use it.
import { Fn } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnServerlessCluster } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import { BootstrapBrokers } from '../constructs/bootstrap-brokers.ts';
import { StreamAccess } from './stream-access.ts';
import { scopeTag } from './stream-clients.ts';
import { StreamDoors } from './stream-doors.ts';
import { streamNames } from './stream-names.ts';
import type { Stream } from './stream-schema.ts';

type MskServerlessProps = { readonly stream: Stream };

export class MskServerless extends Construct {
  readonly clusterArn: string;
  readonly clusterUuid: string;
  /** IAM over TLS. */
  readonly bootstrapBrokers: string;
  readonly doors: StreamDoors;
  readonly access: StreamAccess;

  constructor(scope: Construct, id: string, { stream }: MskServerlessProps) {
    super(scope, id);
    const names = streamNames(stream.clusterName);
    this.doors = new StreamDoors(this, 'doors', { names, vpcId: stream.vpcId });
    const cluster = new CfnServerlessCluster(this, 'cluster', {
      clusterName: stream.clusterName,
      clientAuthentication: { sasl: { iam: { enabled: true } } },
      vpcConfigs: [{ subnetIds: stream.subnetIds, securityGroups: [this.doors.brokers] }],
      tags: { [scopeTag]: stream.accessScope, ...stream.tags },
    });
    this.clusterArn = cluster.attrArn;
    // arn:…:cluster/<name>/<uuid>
    this.clusterUuid = Fn.select(2, Fn.split('/', cluster.attrArn));
    this.access = new StreamAccess(this, 'access', {
      names,
      stream,
      cluster: { name: stream.clusterName, uuid: this.clusterUuid },
    });
    const brokers = new BootstrapBrokers(this, 'bootstrap-brokers', {
      clusterArn: cluster.attrArn,
      connectivity: 'private',
      logRetention: RetentionDays.TWO_WEEKS,
    });
    this.bootstrapBrokers = brokers.addressesOf('private');
  }
}
