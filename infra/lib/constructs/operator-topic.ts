// The operator topic: where reports and Curfew's own alarms go, and people's mailboxes subscribe.
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { namesOf } from '#domain/deployed.ts';

/**
 * Encrypted on the way, not with a KMS key: CloudWatch cannot publish through AWS's own key, and with a key of ours every
 * mistake in its policy would silence the last path by which people hear that Curfew itself is broken. Reports hold names
 * and times, no secret, and leave by e-mail anyway (facts/aws-semantics.md 7).
 */
export const operatorTopic = (scope: Construct, environment: string): Topic => {
  const topic = new Topic(scope, 'OperatorTopic', {
    topicName: namesOf(environment).operatorTopic,
    displayName: `Curfew ${environment}`,
    enforceSSL: true,
  });
  // The functions publish by their roles. Of AWS's services only CloudWatch does, for alarms of this account.
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  return topic;
};
