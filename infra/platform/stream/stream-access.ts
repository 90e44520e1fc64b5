// Role and policies of those who use a stream: the collectors' role with its instance profile, and a policy that a team
// attaches to the role of its consumers.
import { Stack } from 'aws-cdk-lib';
import { InstanceProfile, ManagedPolicy, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { arnsIn } from '#infra/product/iam/statements.ts';
import type { NamedKafka } from '../iam/kafka.ts';
import { streamClients } from './stream-clients.ts';
import type { StreamNames } from './stream-names.ts';
import type { Stream } from './stream-schema.ts';

type StreamAccessProps = {
  readonly names: StreamNames;
  readonly stream: Stream;
  readonly cluster: Required<NamedKafka>;
};

export class StreamAccess extends Construct {
  readonly instanceProfile: InstanceProfile;
  readonly consumerPolicy: ManagedPolicy;

  constructor(scope: Construct, id: string, { names, stream, cluster }: StreamAccessProps) {
    super(scope, id);
    const rights = streamClients(arnsIn(Stack.of(this)), cluster, stream);
    const policy = (policyId: string, managedPolicyName: string, description: string, statements: PolicyStatement[]) =>
      new ManagedPolicy(this, policyId, { managedPolicyName, description, statements });
    const role = new Role(this, 'collector', {
      roleName: names.collectorRole,
      description: 'Collectors on EC2: produce to the stream',
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      managedPolicies: [
        policy('producer', names.producerPolicy, 'Produce to topics by prefix', rights.producer),
        policy('control-plane', names.controlPlanePolicy, 'Find the brokers of the stream', rights.controlPlane),
      ],
    });
    this.instanceProfile = new InstanceProfile(this, 'profile', { instanceProfileName: names.collectorRole, role });
    this.consumerPolicy = policy(
      'consumer',
      names.consumerPolicy,
      'Consume topics by prefix, in the groups that are named',
      rights.consumer,
    );
  }
}
