// The calls of shared/run/state/dynamodb.ts.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { namesOf } from '#core/deployed.ts';
import { allow } from './statements.ts';

const tableOf = (environment: string, arn: Arn): string[] => [
  arn('dynamodb', `table/${namesOf(environment).stateTable}`),
];

export const readTable = (environment: string, arn: Arn): PolicyStatement[] => [
  allow(['dynamodb:GetItem', 'dynamodb:Query'], tableOf(environment, arn)),
];

/** An override is one item, whoever holds the environment; so is the end of one. */
export const writeOverride = (environment: string, arn: Arn): PolicyStatement[] => [
  allow(['dynamodb:PutItem'], tableOf(environment, arn)),
];

/** Taking, prolonging and giving back the right to change an environment, and what a run remembers. */
export const keepLease = (environment: string, arn: Arn): PolicyStatement[] => [
  ...writeOverride(environment, arn),
  ...leaseAndForget(environment, arn),
];

/**
 * Reading everything, and putting an item. Reconcile needs no more: of the store it asks for the readings and for
 * `note`, which is a put, while prolonging or giving back a lease and forgetting belong to runs.
 */
export const readAndNote = (environment: string, arn: Arn): PolicyStatement[] => [
  allow(['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'], tableOf(environment, arn)),
];

/** What a run needs besides. */
export const leaseAndForget = (environment: string, arn: Arn): PolicyStatement[] => [
  allow(['dynamodb:UpdateItem', 'dynamodb:DeleteItem'], tableOf(environment, arn)),
];
