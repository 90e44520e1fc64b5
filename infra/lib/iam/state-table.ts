// The calls of shared/state/dynamodb.ts.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { namesOf } from '#infra/lib/naming.ts';
import { type Arn, allow } from './permissions.ts';

export const stateTable = (environment: string, arn: Arn): PolicyStatement[] => [
  allow(
    ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    [arn('dynamodb', `table/${namesOf(environment).stateTable}`)],
  ),
];
