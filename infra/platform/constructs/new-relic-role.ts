// The role by which New Relic pulls metrics. People write the trusted account into Parameter Store: New Relic publishes its AWS
// account, and the external id is the number of the account there.
import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { arnsIn } from '#infra/product/iam/statements.ts';
import { newRelicReads } from '../iam/new-relic.ts';

type NewRelicRoleProps = {
  readonly roleName: string;
  readonly awsAccountId: string;
  readonly externalId: string;
};

export const newRelicRole = (scope: Construct, { roleName, awsAccountId, externalId }: NewRelicRoleProps): Role => {
  const stack = Stack.of(scope);
  const role = new Role(scope, 'new-relic', {
    roleName,
    description: 'New Relic reads metrics, and the names and tags of what they belong to',
    assumedBy: new ArnPrincipal(`arn:${stack.partition}:iam::${awsAccountId}:root`),
    externalIds: [externalId],
  });
  for (const statement of newRelicReads(arnsIn(stack))) role.addToPolicy(statement);
  return role;
};
