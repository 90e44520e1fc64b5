// The stack of a stream, on its own: no environment stands on it. There is no pause for MSK Serverless; deleting the stack is
// how it stops costing.
import { Aspects, CfnOutput, Stack, Tags } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { onlyForOwnAccount } from '../../product/iam/own-account.ts';
import { MskServerless } from './msk-serverless.ts';
import { scopeTag } from './stream-clients.ts';
import { streamNames } from './stream-names.ts';
import type { Stream } from './stream-schema.ts';

export class StreamStack extends Stack {
  constructor(scope: Construct, stream: Stream) {
    const { stack } = streamNames(stream.clusterName);
    super(scope, stack, {
      env: { region: stream.region },
      description: `MSK Serverless cluster ${stream.clusterName} and its access policies`,
    });
    // Of every role, those that CDK makes for itself included: where a boundary is required, a role without one is refused.
    PermissionsBoundary.of(this).apply(
      ManagedPolicy.fromManagedPolicyName(this, 'boundary', stream.permissionsBoundary),
    );
    Aspects.of(this).add(onlyForOwnAccount);
    for (const [key, value] of Object.entries({ [scopeTag]: stream.accessScope, ...stream.tags }))
      Tags.of(this).add(key, value);
    const { doors, access, ...cluster } = new MskServerless(this, 'stream', { stream });
    const outputs = {
      BootstrapBrokersSaslIam: cluster.bootstrapBrokers,
      MskClusterArn: cluster.clusterArn,
      MskClusterUuid: cluster.clusterUuid,
      MskBrokerSecurityGroupId: doors.brokers,
      CollectorSecurityGroupId: doors.collectors,
      ConsumerSecurityGroupId: doors.consumers,
      CollectorInstanceProfileName: access.instanceProfile.instanceProfileName,
      ConsumerPolicyArn: access.consumerPolicy.managedPolicyArn,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
