// The call of shared/core/operator-topic.ts.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { namesOf } from '#core/deployed.ts';
import { allow } from './statements.ts';

export const publishToOperators = (environment: string, arn: Arn): PolicyStatement[] => [
  allow(['sns:Publish'], [arn('sns', namesOf(environment).operatorTopic)]),
];
