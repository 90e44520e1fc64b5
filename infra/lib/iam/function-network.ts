// What Lambda does in a function's name to bring it into a VPC. EC2 knows no narrower resource for making and taking away the
// network interfaces of functions; AWS's own policy for this says the same.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

export const functionNetwork = (): PolicyStatement[] => [
  new PolicyStatement({
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  }),
];
