// The call of shared/core/operator-topic.ts.
import type { Arn } from '#core/aws/arn.ts';
import { namesOf } from '#core/deployed.ts';
import { allow, type Statement } from './statement.ts';

export const publishToOperators = (environment: string, arn: Arn): Statement[] => [
  allow(['sns:Publish'], [arn('sns', namesOf(environment).operatorTopic)]),
];
