// A topic of Curfew's own that CloudWatch alarms of this account may publish to.
import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

type AlarmedTopicProps = { readonly topicName: string; readonly displayName: string };

/**
 * Encrypted on the way, not with a KMS key: CloudWatch cannot publish through AWS's own key, and with an own key every mistake in
 * its policy would silence the last path by which people learn that Curfew itself is broken. Reports hold names and times, no
 * secret, and leave by e-mail anyway (facts/aws-semantics.md 7).
 */
export const alarmedTopic = (scope: Construct, id: string, props: AlarmedTopicProps): Topic => {
  const topic = new Topic(scope, id, { ...props, enforceSSL: true });
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
