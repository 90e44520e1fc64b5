// A topic for the alarms of an environment: the operators' by e-mail, and one for Slack.
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

type AlarmTopicProps = {
  readonly name: string;
  readonly displayName: string;
  /** Budgets live in no region, CloudWatch's alarms in every one. Both publish for this account only. */
  readonly publishers: readonly ('cloudwatch' | 'budgets')[];
};

/** Encrypted on the way, not with a key: a mistake in its policy would silence every alarm (facts/aws-semantics.md 7). */
export const alarmTopic = (scope: Construct, id: string, { name, displayName, publishers }: AlarmTopicProps): Topic => {
  const topic = new Topic(scope, id, { topicName: name, displayName, enforceSSL: true });
  for (const service of publishers)
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
      }),
    );
  return topic;
};
