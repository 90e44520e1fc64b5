// The calls of a kind that is described as a value, as its description gives them.
import { awsNameOf } from '#kinds/resource.ts';
import type { StatusKind } from '#kinds/status-kind.ts';
import type { StatusKindName } from '#kinds/status-kinds.ts';
import { allow, type PermissionsOf } from './permissions.ts';

export const statusPermissions = ({ calls, permissions }: StatusKind): PermissionsOf<StatusKindName> => {
  const action = (call: string): string => `${permissions.service ?? calls.service}:${call}`;
  return {
    observe: (_, arn) => [allow(calls.reads.map(action), [...(permissions.reads?.(arn) ?? ['*'])])],
    act: (resources, { action: to, arn }) => [
      allow(
        [action(calls[to])],
        resources.flatMap((one) => permissions.changes(awsNameOf(one), arn)),
      ),
    ],
  };
};
