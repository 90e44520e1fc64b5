// The last resort: e-mail, for what cannot be posted in Slack because it is about Slack, and for Curfew's own alarms.
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { namesOf } from '#core/deployed.ts';
import { alarmedTopic } from './alarmed-topic.ts';

type MailboxesTopicProps = {
  readonly environment: string;
  /** Subscribed with the deployment, where it is known. People subscribe others. */
  readonly ownerEmail: string | undefined;
};

/** CloudWatch alone publishes to it. */
export const mailboxesTopic = (scope: Construct, { environment, ownerEmail }: MailboxesTopicProps): Topic => {
  const topic = alarmedTopic(scope, 'MailboxesTopic', {
    topicName: namesOf(environment).mailboxes,
    displayName: `Curfew ${environment}, not by Slack`,
  });
  if (ownerEmail !== undefined) topic.addSubscription(new EmailSubscription(ownerEmail));
  return topic;
};
