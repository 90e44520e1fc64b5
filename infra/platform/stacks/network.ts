// The network stack of a foundation: VPC, subnets, security groups and all their rules.
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Core } from '../config/core-config.ts';
import type { EnvironmentConfig } from '../config/environment-config.ts';
import type { OwnedFoundation } from '../config/foundation-config.ts';
import { Network } from '../constructs/network.ts';
import { SecurityGroups } from '../constructs/security-groups.ts';
import type { FoundationNames } from '../core-names.ts';
import type { NetworkKey } from '../foundation-contract.ts';
import { publish, zones } from '../foundation-contract.ts';
import { exportAll, stackProps } from './core-stack.ts';

export type FoundationStackProps = {
  readonly environment: string;
  readonly config: EnvironmentConfig;
  readonly foundation: OwnedFoundation;
  readonly names: FoundationNames;
  readonly keeping: Pick<Core, 'teardown' | 'lifecycle'>;
};

export class NetworkStack extends Stack {
  readonly values: Readonly<Record<NetworkKey, string>>;

  constructor(scope: Construct, id: string, { environment, config, foundation, names, keeping }: FoundationStackProps) {
    super(scope, id, stackProps(config, keeping, `${environment}: network of the foundation`));
    const network = new Network(this, 'network', {
      names,
      cidr: foundation.network.cidr,
      logRetention: config.logRetention,
    });
    const groups = new SecurityGroups(this, 'security-groups', { names, vpc: network.vpc, foundation });
    this.values = { 'network/vpc-id': network.vpc.vpcId, ...network.subnetIds, ...groups.ids };
    publish(this, environment, this.values);
    exportAll(this, this.values);
  }

  /** Spelt out: asked, CDK looks them up in an account, and synthesis has none. */
  override get availabilityZones(): string[] {
    return zones.map((zone) => `${this.region}${zone}`);
  }
}
