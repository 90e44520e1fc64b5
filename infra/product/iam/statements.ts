// Statements of IAM. Each file beside this one makes those for exactly the calls that its counterpart in `shared/` makes; a test
// compares them.
import type { Stack } from 'aws-cdk-lib';
import { type Conditions, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Arn } from '#core/aws/arn.ts';
import type { Permission } from '#kinds/permission.ts';

export const arnsIn =
  ({ partition, region, account }: Stack): Arn =>
  (service, resource) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;

export const allow = (actions: string[], resources: string[], conditions: Conditions = {}): PolicyStatement =>
  new PolicyStatement({ actions, resources, conditions });

/** Of the permissions that kinds of resources ask for. */
export const allowing = (permissions: readonly Permission[]): PolicyStatement[] =>
  permissions.map(({ actions, on, conditions }) =>
    allow(Object.keys(actions), 'everything' in on ? ['*'] : [...on], conditions),
  );
