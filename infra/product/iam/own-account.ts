// Whose service may take a role: only one that acts for this account. Without it another account could have the same service act
// for itself with our role, were it ever able to name it.
import { Aws, CfnResource, type IAspect } from 'aws-cdk-lib';
import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

type Trust = { readonly Principal?: { readonly Service?: unknown } };

/** EC2 says nothing of an account when it takes a role for an instance. */
const silent = 'ec2.amazonaws.com';

const trustsOf = (role: CfnRole): readonly Trust[] => {
  const { Statement } = role.stack.resolve(role.assumeRolePolicyDocument) as { Statement: Trust[] };
  return Statement;
};

/** The roles that CDK makes for its own functions are plain resources, and all of them for Lambda. */
const byServices = (role: CfnResource): readonly number[] => {
  const trusts = role instanceof CfnRole ? trustsOf(role) : [{ Principal: { Service: 'lambda.amazonaws.com' } }];
  return trusts.flatMap(({ Principal }, index) =>
    Principal?.Service !== undefined && Principal.Service !== silent ? [index] : [],
  );
};

/** Of every role below: those that CDK makes by itself, too. */
export const onlyForOwnAccount: IAspect = {
  visit(node: IConstruct): void {
    if (!CfnResource.isCfnResource(node) || node.cfnResourceType !== 'AWS::IAM::Role') return;
    for (const index of byServices(node))
      node.addPropertyOverride(
        `AssumeRolePolicyDocument.Statement.${index}.Condition.StringEquals.aws:SourceAccount`,
        Aws.ACCOUNT_ID,
      );
  },
};
