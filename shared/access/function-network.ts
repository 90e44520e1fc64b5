// What Lambda does in a function's name to bring it into a VPC, and the function itself may not: Lambda's own calls come from no
// function, those of its code name theirs. Lambda asks for these rights on everything, as AWS's own policy for it has them.
import type { Arn } from '#core/aws/arn.ts';
import { allow, deny, type Statement } from './statement.ts';

const actions = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

export const functionNetwork = (names: { readonly function: string }, arn: Arn): Statement[] => [
  allow(actions, ['*']),
  deny(actions, ['*'], {
    ArnEquals: { 'lambda:SourceFunctionArn': arn('lambda', `function:${names.function}`) },
  }),
];
