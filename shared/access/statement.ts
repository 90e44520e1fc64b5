// Statements of IAM as plain data: the stack, docs/permissions.md and `curfew validate` read the same ones. Each file beside this
// one makes those for exactly the calls that its counterpart makes; a test compares them.
import type { Permission } from '#kinds/permission.ts';

type Conditions = NonNullable<Permission['conditions']>;

export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: Conditions;
};

export const allow = (
  actions: readonly string[],
  resources: readonly string[],
  conditions: Conditions = {},
): Statement => ({ effect: 'Allow', actions, resources, conditions });

export const deny = (...rest: Parameters<typeof allow>): Statement => ({ ...allow(...rest), effect: 'Deny' });

/** Of the permissions that kinds of resources ask for. */
export const allowing = (permissions: readonly Permission[]): Statement[] =>
  permissions.map(({ actions, on, conditions }) =>
    allow(Object.keys(actions), 'everything' in on ? ['*'] : on, conditions),
  );

/** As IAM reads it: one value stands alone. */
export const documentOf = (statements: readonly Statement[]) => {
  const one = (values: readonly string[]) => (values.length === 1 ? values[0] : values);
  return {
    Version: '2012-10-17',
    Statement: statements.map(({ effect, actions, resources, conditions }) => ({
      Action: one(actions),
      ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
      Effect: effect,
      Resource: one(resources),
    })),
  };
};
