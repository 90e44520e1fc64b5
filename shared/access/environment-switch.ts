// The call of shared/run/switches.ts.
import type { Arn } from '#core/aws/arn.ts';
import { namesOf } from '#core/deployed.ts';
import { allow, type Statement } from './statement.ts';

export const readEnvironmentSwitch = (environment: string, arn: Arn): Statement[] => [
  // The parameter's name begins with a slash, which its ARN does not repeat.
  allow(['ssm:GetParameter'], [arn('ssm', `parameter${namesOf(environment).switchParameter}`)]),
];

/** The call of cli/live/switch.ts: only people turn it. */
export const turnEnvironmentSwitch = (environment: string, arn: Arn): Statement =>
  allow(['ssm:PutParameter'], [arn('ssm', `parameter${namesOf(environment).switchParameter}`)]);
