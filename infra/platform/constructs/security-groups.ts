// Every security group of an environment and every rule between them. Environments on the foundation use them and cannot change
// them: an environment on another's foundation would otherwise open the other's doors.
import { Validations } from 'aws-cdk-lib';
import { type IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { type OwnedFoundation, publicClients } from '../config/foundation-config.ts';
import { ports } from '../config/ports.ts';
import { type FoundationNames, type SecurityGroupName, securityGroups } from '../core-names.ts';
import { type NetworkKey, securityGroupKey } from '../foundation-contract.ts';

type SecurityGroupsProps = {
  readonly names: FoundationNames;
  readonly vpc: IVpc;
  readonly foundation: OwnedFoundation;
};

type SecurityGroupIds = Readonly<Record<Extract<NetworkKey, `${string}-security-group-id`>, string>>;

type Client = SecurityGroupName | { readonly cidr: string };

/** Who may come in to a group, from which groups or addresses. */
type Rule = {
  readonly to: SecurityGroupName;
  readonly port: number;
  readonly from: readonly Client[];
};

const fromCidrs = (cidrs: readonly string[]) => cidrs.map((cidr) => ({ cidr }));

const rulesOf = (foundation: OwnedFoundation): readonly Rule[] => {
  const { albCidrs, databaseCidrs } = foundation.network;
  return [
    { to: 'alb', port: ports.http, from: fromCidrs(albCidrs) },
    { to: 'alb', port: ports.https, from: fromCidrs(albCidrs) },
    { to: 'ecs', port: ports.application, from: ['alb'] },
    { to: 'dashboard-backend', port: ports.dashboardBackend, from: ['alb'] },
    // Internal only: the load balancer has no way to it.
    { to: 'scoring', port: ports.scoring, from: ['dashboard-backend'] },
    { to: 'camunda', port: ports.camunda, from: ['scoring'] },
    { to: 'valkey', port: ports.valkey, from: ['ecs', 'dashboard-backend', 'scoring', 'camunda'] },
    { to: 'dashboard-db', port: ports.postgres, from: ['dashboard-backend', ...fromCidrs(databaseCidrs)] },
    { to: 'camunda-db', port: ports.postgres, from: ['camunda', ...fromCidrs(databaseCidrs)] },
    { to: 'msk', port: ports.kafka, from: ['ecs', 'msk-connect'] },
    { to: 'msk', port: ports.kafkaPublic, from: fromCidrs(publicClients(foundation.kafka)) },
  ];
};

const descriptions: Readonly<Record<SecurityGroupName, string>> = {
  alb: 'Load balancer',
  ecs: 'Services that talk to Kafka, and those that the load balancer reaches on the usual port',
  'dashboard-backend': 'Dashboard backend',
  scoring: 'Scoring',
  camunda: 'Camunda',
  'clickhouse-agent': 'ClickHouse Cloud agent: nobody comes in',
  valkey: 'Valkey cache',
  'dashboard-db': 'Database of the dashboard backend',
  'camunda-db': 'Database of Camunda',
  msk: 'Kafka brokers',
  'msk-connect': 'MSK Connect: nobody comes in',
};

export class SecurityGroups extends Construct {
  readonly ids: SecurityGroupIds;
  private readonly groups: ReadonlyMap<SecurityGroupName, SecurityGroup>;

  constructor(scope: Construct, id: string, { names, vpc, foundation }: SecurityGroupsProps) {
    super(scope, id);
    this.groups = new Map(securityGroups.map((name) => [name, this.group(name, names, vpc)]));
    for (const { to, port, from } of rulesOf(foundation))
      for (const one of from) this.admit(one, this.groupOf(to), Port.tcp(port));
    Validations.of(this.groupOf('alb')).acknowledge({
      id: 'AwsSolutions-EC23',
      reason: 'The load balancer faces the internet; albCidrs says from where it is reached',
    });
    this.ids = Object.fromEntries(
      securityGroups.map((name) => [securityGroupKey(name), this.groupOf(name).securityGroupId]),
    ) as SecurityGroupIds;
  }

  private group(name: SecurityGroupName, names: FoundationNames, vpc: IVpc): SecurityGroup {
    return new SecurityGroup(this, name, {
      vpc,
      securityGroupName: names.securityGroup(name),
      description: descriptions[name],
      allowAllOutbound: true,
    });
  }

  private groupOf(name: SecurityGroupName): SecurityGroup {
    const group = this.groups.get(name);
    if (!group) throw new Error(`no security group ${name}`);
    return group;
  }

  private admit(one: Client, group: SecurityGroup, port: Port): void {
    if (typeof one === 'string') group.addIngressRule(this.groupOf(one), port, `From ${one}`);
    else group.addIngressRule(Peer.ipv4(one.cidr), port, `From ${one.cidr}`);
  }
}
