// The call of shared/core/aws/invoke.ts.
import type { Arn } from '#core/aws/arn.ts';
import { functionNamesOf, liveAlias, runs } from '#core/deployed.ts';
import { allow, type Statement } from './statement.ts';

/** The aliases by name: a right to the function would be one to all of its versions. */
export const invokeRuns = (environment: string, arn: Arn): Statement[] => [
  allow(
    ['lambda:InvokeFunction'],
    runs.map((action) => arn('lambda', `function:${functionNamesOf(environment, action).function}:${liveAlias}`)),
  ),
];
