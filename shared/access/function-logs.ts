// What Lambda writes in a function's name. CDK would attach it, for all logs of the account, to a role that it makes itself;
// a role of our own gets nothing.
import type { Arn } from '#core/aws/arn.ts';
import { allow, type Statement } from './statement.ts';

export const functionLogs = ({ logGroup }: { readonly logGroup: string }, arn: Arn): Statement[] => [
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [arn('logs', `log-group:${logGroup}:*`)]),
];
