// What a foundation publishes for the stacks on it. Its owner publishes it as SSM parameters; an environment on the foundation of
// another reads them, and can do no more than that: facts/cdk.md 4.3.
//
// A key is changed in three steps: publish the new one, deploy its readers, remove the old one.
import { type Stack, Validations } from 'aws-cdk-lib';
import { type ISecurityGroup, type IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { KafkaAccessPoint } from '#infra/product/kafka-access-point.ts';
import type { FoundationNames, SecurityGroupName } from './core-names.ts';

export const zones = ['a', 'b'] as const;
type Zone = (typeof zones)[number];

type SubnetKey = `network/${'public' | 'private'}-subnet-${Zone}-id`;
type SecurityGroupKey = `network/${SecurityGroupName}-security-group-id`;

export type NetworkKey = 'network/vpc-id' | SubnetKey | SecurityGroupKey;
/** Brokers: IAM over TLS, from inside the VPC and by the public endpoint; `none` where there is no public one. */
export type StreamingKey =
  | 'streaming/kafka-bootstrap-brokers'
  | 'streaming/kafka-public-bootstrap-brokers'
  | 'streaming/kafka-cluster-arn';
type FoundationKey = NetworkKey | StreamingKey;

export const subnetKey = (access: 'public' | 'private', zone: Zone): SubnetKey => `network/${access}-subnet-${zone}-id`;
export const securityGroupKey = (name: SecurityGroupName): SecurityGroupKey => `network/${name}-security-group-id`;

const parameterName = (owner: string, key: FoundationKey): string => `/platform/${owner}/${key}`;

/** A value per key: known inside the owner's deployment, a parameter's elsewhere. */
type FoundationValues = (key: FoundationKey) => string;

/** For what is not a service of the environment. */
export const kafkaAccessPoint = (values: FoundationValues): KafkaAccessPoint => ({
  subnetIds: zones.map((zone) => values(subnetKey('private', zone))),
  securityGroupId: values(securityGroupKey('msk-connect')),
  bootstrapBrokers: () => values('streaming/kafka-bootstrap-brokers'),
});

/** Publishes under the name of the owning environment. */
export const publish = (
  scope: Construct,
  owner: string,
  values: Readonly<Partial<Record<FoundationKey, string>>>,
): void => {
  for (const [key, value] of Object.entries(values) as [FoundationKey, string][])
    new StringParameter(scope, `published/${key}`.replaceAll('/', '-'), {
      parameterName: parameterName(owner, key),
      stringValue: value,
      description: `Foundation of ${owner}, for every environment on it`,
    });
};

/** What another environment published, as parameters of the reading stack's template. */
export const publishedBy =
  (owner: string) =>
  (stack: Stack): FoundationValues =>
  (key) =>
    StringParameter.valueForStringParameter(stack, parameterName(owner, key));

export type Foundation = {
  readonly names: FoundationNames;
  readonly vpc: IVpc;
  /** With all their rules; what uses one cannot add another. */
  readonly securityGroup: (name: SecurityGroupName) => ISecurityGroup;
  /** IAM over TLS, from inside the VPC. */
  readonly kafkaBootstrapBrokers: () => string;
  /** By the public endpoint; `none` where there is none. */
  readonly kafkaPublicBootstrapBrokers: () => string;
  readonly kafkaClusterArn: () => string;
};

const acknowledged = (vpc: IVpc): IVpc => {
  Validations.of(vpc).acknowledge({
    id: 'Annotation::@aws-cdk/aws-ec2:noSubnetRouteTableId',
    reason: 'Routes belong to the foundation: nothing on it adds one',
  });
  Validations.of(vpc.stack).acknowledge({
    id: 'CloudFormation-Validate::W2001',
    reason: 'A VPC is imported whole, and not every stack puts something into each of its subnets',
  });
  return vpc;
};

/** The foundation as one stack sees it. Only what is used becomes a reference. */
export const foundationIn = (stack: Stack, names: FoundationNames, values: FoundationValues): Foundation => {
  const subnets = (access: 'public' | 'private') => zones.map((zone) => values(subnetKey(access, zone)));
  const known = new Map<SecurityGroupName, ISecurityGroup>();
  const imported = (name: SecurityGroupName): ISecurityGroup =>
    SecurityGroup.fromSecurityGroupId(stack, `${name}-security-group`, values(securityGroupKey(name)), {
      mutable: false,
    });
  return {
    names,
    vpc: acknowledged(
      Vpc.fromVpcAttributes(stack, 'foundation-vpc', {
        vpcId: values('network/vpc-id'),
        availabilityZones: zones.map((zone) => `${stack.region}${zone}`),
        publicSubnetIds: subnets('public'),
        privateSubnetIds: subnets('private'),
      }),
    ),
    securityGroup: (name) => {
      const group = known.get(name) ?? imported(name);
      known.set(name, group);
      return group;
    },
    kafkaBootstrapBrokers: () => values('streaming/kafka-bootstrap-brokers'),
    kafkaPublicBootstrapBrokers: () => values('streaming/kafka-public-bootstrap-brokers'),
    kafkaClusterArn: () => values('streaming/kafka-cluster-arn'),
  };
};

/** How a stack gets to its foundation, owned or not. */
export type FoundationSource = (stack: Stack) => Foundation;
