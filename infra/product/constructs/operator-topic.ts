// The operator topic: where reports and Curfew's own alarms go, and people's mailboxes subscribe.
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { namesOf } from '#core/deployed.ts';
import { alarmedTopic } from './alarmed-topic.ts';

/** The functions publish by their roles; of AWS's services only CloudWatch does. */
export const operatorTopic = (scope: Construct, environment: string): Topic =>
  alarmedTopic(scope, 'OperatorTopic', {
    topicName: namesOf(environment).operatorTopic,
    displayName: `Curfew ${environment}`,
  });
