// The security groups of a stream: collectors and consumers reach the brokers, nobody else does. All may go out, which is what a
// group without rules for that says.
import { CfnSecurityGroup, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ports } from '../config/ports.ts';
import type { StreamNames } from './stream-names.ts';

type StreamDoorsProps = { readonly names: StreamNames; readonly vpcId: string };

export class StreamDoors extends Construct {
  readonly brokers: string;
  readonly collectors: string;
  readonly consumers: string;

  constructor(scope: Construct, id: string, { names, vpcId }: StreamDoorsProps) {
    super(scope, id);
    const group = (groupId: string, groupName: string, groupDescription: string): string =>
      new CfnSecurityGroup(this, groupId, { vpcId, groupName, groupDescription }).attrGroupId;
    this.brokers = group('brokers', names.brokers, 'Kafka brokers of the stream');
    this.collectors = group('collectors', names.collectors, 'Collectors on EC2 that produce');
    this.consumers = group('consumers', names.consumers, 'Workloads that consume');
    this.admit('collectors', this.collectors);
    this.admit('consumers', this.consumers);
  }

  private admit(clients: string, sourceSecurityGroupId: string): void {
    new CfnSecurityGroupIngress(this, `from-${clients}`, {
      groupId: this.brokers,
      sourceSecurityGroupId,
      ipProtocol: 'tcp',
      fromPort: ports.kafka,
      toPort: ports.kafka,
      description: `From ${clients}`,
    });
  }
}
