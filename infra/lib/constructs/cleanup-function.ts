// The Lambda `cleanup` of one environment, beside its Kafka cluster in the VPC. Only people invoke it.
import { Duration } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { CleanupDefinition } from '#domain/cleanup.ts';
import { functionNamesOf } from '#domain/deployed.ts';
import { cleanupPermissions } from '#infra/lib/iam/index.ts';
import { environmentFunction, type Surroundings } from './environment-function.ts';

export type CleanupFunctionProps = Surroundings & {
  readonly cleanup: CleanupDefinition;
  readonly vpc: IVpc;
  /** With a way to the state table and the operator topic: a NAT gateway, or endpoints. */
  readonly vpcSubnets: SubnetSelection;
  /** Let in by the cluster's own group on 9098. */
  readonly securityGroup: ISecurityGroup;
  /** `host:port` of the brokers' IAM listener, with commas; not needed if the definition names them. */
  readonly bootstrapBrokers?: string;
};

export class CleanupFunction extends Construct {
  readonly lambda: IFunction;

  constructor(scope: Construct, id: string, props: CleanupFunctionProps) {
    super(scope, id);
    const { cleanup, vpc, vpcSubnets, securityGroup, bootstrapBrokers, ...surroundings } = props;
    const { environment } = surroundings.definition;
    const names = functionNamesOf(environment, 'cleanup');
    this.lambda = environmentFunction(this, {
      ...surroundings,
      name: 'cleanup',
      deadLetterMeaning:
        `A Kafka cleanup of ${environment} died. See ${names.logGroup}; then bring it to its end: ` +
        `curfew cleanup resume --cluster ${cleanup.cluster}. Then purge the queue.`,
      permissions: (arn) => cleanupPermissions(environment, cleanup, arn),
      ...(bootstrapBrokers === undefined ? {} : { environment: { KAFKA_BOOTSTRAP: bootstrapBrokers } }),
      lambda: {
        description: `Curfew: empties Kafka topics of ${environment}, by hand`,
        // Stops between topics when its time is short; a run is then resumed.
        timeout: Duration.minutes(15),
        // Beside the lease: two of them could never be at work on one cluster.
        reservedConcurrentExecutions: 1,
        // Nobody but a person decides to try again.
        retryAttempts: 0,
        vpc,
        vpcSubnets,
        securityGroups: [securityGroup],
      },
    });
  }
}
