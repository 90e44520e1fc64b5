// Findings of the security checks that are decisions here, with the reason beside each.
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export const acknowledge = (construct: IConstruct, id: string, reason: string): void =>
  Validations.of(construct).acknowledge({ id, reason });

/** Of a task definition and its two roles. */
export const acknowledgeTask = (task: IConstruct): void => {
  acknowledge(
    task,
    'AwsSolutions-ECS2',
    'variables hold names and addresses; whatever is secret comes from Secrets Manager',
  );
  acknowledge(
    task,
    'AwsSolutions-IAM5',
    'the id in the ARN of a Kafka cluster is drawn by AWS; a registry’s token has no resource; topics are granted by prefix',
  );
};
