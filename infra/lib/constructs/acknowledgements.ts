// Findings of the security checks that are decisions here, with the reason beside each.
import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export const acknowledge = (construct: IConstruct, id: string, reason: string): void =>
  Validations.of(construct).acknowledge({ id, reason });

/** Of a task definition. */
export const acknowledgeTask = (task: IConstruct): void => {
  acknowledge(
    task,
    'AwsSolutions-ECS2',
    'variables hold names and addresses; whatever is secret comes from Secrets Manager',
  );
};
