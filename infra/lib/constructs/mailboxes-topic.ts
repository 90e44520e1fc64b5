// The last resort: e-mail, for what cannot be said in Slack because it is about Slack, and for Curfew's own alarms.
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { namesOf } from '#domain/deployed.ts';

export type MailboxesTopicProps = {
  readonly environment: string;
  /** Subscribed with the deployment, where it is known. People subscribe others. */
  readonly ownerEmail: string | undefined;
};

/** CloudWatch alone publishes to it, for alarms of this account. Why it has no key of its own: see operator-topic.ts. */
export const mailboxesTopic = (scope: Construct, { environment, ownerEmail }: MailboxesTopicProps): Topic => {
  const topic = new Topic(scope, 'MailboxesTopic', {
    topicName: namesOf(environment).mailboxes,
    displayName: `Curfew ${environment}, not by Slack`,
    enforceSSL: true,
  });
  topic.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
    }),
  );
  if (ownerEmail !== undefined) topic.addSubscription(new EmailSubscription(ownerEmail));
  return topic;
};
