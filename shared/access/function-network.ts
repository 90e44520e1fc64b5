// What Lambda does in a function's name to bring it into a VPC, and the function itself may not: Lambda's own calls come from no
// function, those of its code name theirs. Lambda asks for these rights on everything, as AWS's own policy for it has them.
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import { allow } from './statements.ts';

const actions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

export const functionNetwork = (names: { readonly function: string }, arn: Arn): PolicyStatement[] => [
  allow(actions, ['*']),
  new PolicyStatement({
    effect: Effect.DENY,
    actions,
    resources: ['*'],
    conditions: { ArnEquals: { 'lambda:SourceFunctionArn': arn('lambda', `function:${names.function}`) } },
  }),
];
