// The policies of a function's role: what it may do, in as many as IAM needs for it.
import { Stack } from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, type Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { accessProblems } from '#access/fits.ts';
import { rightsOf } from '#access/functions.ts';
import { type Measure, packed } from '#access/pack.ts';
import { documentOf } from '#access/statement.ts';
import { type FunctionName, functionNamesOf } from '#core/deployed.ts';
import type { Definition } from '#definition/definition.ts';
import { arnsIn } from '../iam/statements.ts';

type RolePoliciesProps = { readonly definition: Definition; readonly name: FunctionName; readonly role: Role };

/** The longest that CloudFormation puts in the place of what only a deployment knows: an account; a partition is shorter. */
const longestValue = '000000000000';

const deployedLetters: Measure = (text) => text.replaceAll(/\$\{Token\[[^\]]+\]\}/g, longestValue).length;

export const rolePolicies = (scope: Construct, { definition, name, role }: RolePoliciesProps): Construct[] => {
  const statements = rightsOf(definition, arnsIn(Stack.of(scope))).get(name) ?? [];
  const policies = packed(statements, deployedLetters);
  const [problem] = accessProblems(definition);
  if (problem || !policies) throw new Error(`${problem?.what}; ${problem?.remedy}`);
  const roles = [role.roleName];
  const policyName = functionNamesOf(definition.environment, name).role;
  return [
    new CfnPolicy(scope, 'Policy', { policyName, policyDocument: documentOf(policies.inline), roles }),
    ...policies.managed.map(
      (all, index) => new CfnManagedPolicy(scope, `More${index + 1}`, { policyDocument: documentOf(all), roles }),
    ),
  ];
};
