// The call of shared/run/switches.ts.
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { namesOf } from '#core/deployed.ts';
import { allow } from './statements.ts';

export const readEnvironmentSwitch = (environment: string, arn: Arn): PolicyStatement[] => [
  // The parameter's name begins with a slash, which its ARN does not repeat.
  allow(['ssm:GetParameter'], [arn('ssm', `parameter${namesOf(environment).switchParameter}`)]),
];

/** The call of cli/live/switch.ts: only people turn it. */
export const turnEnvironmentSwitch = (environment: string, arn: Arn): PolicyStatement =>
  allow(['ssm:PutParameter'], [arn('ssm', `parameter${namesOf(environment).switchParameter}`)]);
