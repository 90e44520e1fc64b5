// VPC, subnets, NAT per public subnet, a way to S3 that costs nothing, and a record of what was turned away.
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  IpAddresses,
  type ISubnet,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { FoundationNames } from '../core-names.ts';
import { type NetworkKey, subnetKey, zones } from '../foundation-contract.ts';

type NetworkProps = {
  readonly names: FoundationNames;
  readonly cidr: string;
  readonly logRetention: RetentionDays;
};

type SubnetIds = Readonly<Record<Extract<NetworkKey, `network/${string}-subnet-${string}`>, string>>;

const subnetConfiguration = [
  { name: 'public', subnetType: SubnetType.PUBLIC, cidrMask: 22, mapPublicIpOnLaunch: false },
  { name: 'private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
];

const idsOf = (access: 'public' | 'private', subnets: readonly ISubnet[]): [string, string][] =>
  zones.map((zone, index) => {
    const subnet = subnets[index];
    if (!subnet) throw new Error(`no ${access} subnet in zone ${zone}`);
    return [subnetKey(access, zone), subnet.subnetId];
  });

export class Network extends Construct {
  readonly vpc: Vpc;
  readonly subnetIds: SubnetIds;

  constructor(scope: Construct, id: string, { names, cidr, logRetention }: NetworkProps) {
    super(scope, id);
    this.vpc = new Vpc(this, 'vpc', {
      vpcName: names.vpc,
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: zones.length,
      natGateways: zones.length,
      subnetConfiguration,
      gatewayEndpoints: {
        S3: {
          service: GatewayVpcEndpointAwsService.S3,
          subnets: [{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }],
        },
      },
    });
    Validations.of(this.vpc).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'Zones looked up at deployment may come out otherwise one day, and a subnet would be replaced for that',
    });
    this.vpc.addFlowLog('rejected', {
      trafficType: FlowLogTrafficType.REJECT,
      destination: FlowLogDestination.toCloudWatchLogs(this.flowLogs(names, logRetention)),
    });
    this.subnetIds = Object.fromEntries([
      ...idsOf('public', this.vpc.publicSubnets),
      ...idsOf('private', this.vpc.privateSubnets),
    ]) as SubnetIds;
  }

  private flowLogs({ flowLogs }: FoundationNames, retention: RetentionDays): LogGroup {
    return new LogGroup(this, 'flow-logs', {
      logGroupName: flowLogs,
      retention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
