// What a kind of resource needs to be allowed, as plain data: infra/product makes IAM statements of it, docs/permissions.md a table.
import type { Action } from '#core/action.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { Permission } from './permission-shape.ts';
import type { Kind, ResourceOf } from './resource.ts';

export type { Permission } from './permission-shape.ts';

type Needed<K extends Kind> = (resources: readonly ResourceOf<K>[], arn: Arn) => readonly Permission[];

/** `observe`: every function looks. `start` and `stop`: only the run of that name changes something. */
export type KindPermissions<K extends Kind> = { readonly observe: Needed<K> } & { readonly [A in Action]: Needed<K> };

/** What observing is for, unless there is more to say. */
export const seeState = 'read the state of the resources';

/** AWS stops neither side of a blue/green deployment. */
export const seeBlueGreen = (arn: Arn): Permission => ({
  actions: { 'rds:DescribeBlueGreenDeployments': 'refuse to stop one side of a blue/green deployment' },
  on: [arn('rds', 'deployment:*')],
});

/** The usual reason for `everything`; a test compares it with AWS's own list of actions. */
export const noResourceType = 'IAM has no resource type for it';

/** A kind that is only checked. */
export const nothing = (): readonly Permission[] => [];
