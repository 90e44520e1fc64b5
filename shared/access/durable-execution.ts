// What Lambda needs of the role to run a durable function. CDK would attach it, for all functions of the account, to a
// role that it makes itself; a role of our own gets nothing (facts/durable-functions.md 4.1).
import type { Arn } from '#core/aws/arn.ts';
import { allow, type Statement } from './statement.ts';

export const durableExecution = (names: { readonly function: string }, arn: Arn): Statement[] => [
  // An execution's ARN contains the version that it runs on, never the alias or the function alone.
  allow(
    ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
    [arn('lambda', `function:${names.function}:*`)],
  ),
];
