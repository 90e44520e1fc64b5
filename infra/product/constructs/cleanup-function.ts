// The Lambda `cleanup` of one environment, beside its Kafka cluster in the VPC. Only people invoke it.
import { Duration } from 'aws-cdk-lib';
import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import type { KafkaAccessPoint } from '../kafka-access-point.ts';
import { environmentFunction, type Surroundings } from './environment-function.ts';

type CleanupFunctionProps = Surroundings & {
  readonly cleanup: CleanupDefinition;
  /** With a way to the state table and the operator topic, too: a NAT gateway, or endpoints. */
  readonly kafka: KafkaAccessPoint;
};

export class CleanupFunction extends Construct {
  constructor(scope: Construct, id: string, { cleanup, kafka, ...surroundings }: CleanupFunctionProps) {
    super(scope, id);
    const { environment } = surroundings.definition;
    const lambda = environmentFunction(this, {
      ...surroundings,
      name: 'cleanup',
      ...(cleanup.bootstrap ? {} : { environment: { KAFKA_BOOTSTRAP: kafka.bootstrapBrokers() } }),
      lambda: {
        description: `Curfew: empties Kafka topics of ${environment}, by hand`,
        // Stops between topics when its time is short; a run is then resumed.
        timeout: Duration.minutes(15),
        // Beside the lease: two of them could never be at work on one cluster.
        reservedConcurrentExecutions: 1,
        // Only a person decides to try again.
        retryAttempts: 0,
      },
    });
    // By ids alone: CDK's own way wants the whole VPC, of which the contract gives an environment only this.
    const { defaultChild } = lambda.node;
    if (!(defaultChild instanceof CfnFunction)) throw new Error('a function has more constructs than itself');
    defaultChild.vpcConfig = { subnetIds: [...kafka.subnetIds], securityGroupIds: [kafka.securityGroupId] };
  }
}
