// What the permission files have in common. Each makes the statements for exactly the calls that its counterpart in
// `shared/` makes; a test compares them.
import type { Stack } from 'aws-cdk-lib';
import { type Conditions, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Action } from '#core/action.ts';
import type { Kind, ResourceOf } from '#kinds/resource.ts';

/** An ARN in the region and account of the environment. */
export type Arn = (service: string, resource: string) => string;

/** Of one kind of resource: looking at them, which every function does, and changing them, which only runs do. */
export type PermissionsOf<K extends Kind> = {
  readonly observe: (resources: readonly ResourceOf<K>[], arn: Arn) => PolicyStatement[];
  readonly act: (
    resources: readonly ResourceOf<K>[],
    granted: { readonly action: Action; readonly arn: Arn },
  ) => PolicyStatement[];
};

export const arnsIn =
  ({ partition, region, account }: Stack): Arn =>
  (service, resource) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}`;

export const allow = (actions: string[], resources: string[], conditions: Conditions = {}): PolicyStatement =>
  new PolicyStatement({ actions, resources, conditions });
