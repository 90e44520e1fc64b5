// Two environments that stop and start the same thing undo each other. Pure.
import type { ResourceName } from '#core/resource.ts';
import { awsNameOf, isGate, type Resource } from '#kinds/resource.ts';
import type { Definition } from './definition.ts';

/** Its name in AWS, as far as a definition has it: without an account in both of them it is taken for the same one. */
const keyOf = ({ region }: Definition, resource: Resource): string =>
  `${region} ${resource.kind} ${awsNameOf(resource)}`;

/** An environment that only reads it disturbs nobody. */
const changes = (resource: Resource): boolean => !isGate(resource) && resource.leaveAlone === undefined;

const isElsewhere = (a: Definition, b: Definition): boolean =>
  a.account !== undefined && b.account !== undefined && a.account !== b.account;

type SharedThing = {
  readonly resource: ResourceName;
  readonly kind: string;
  readonly aws: string;
  readonly other: { readonly environment: string; readonly resource: ResourceName };
};

/** What the first definition changes and one of the others does, too. Definitions of one environment are versions of it. */
export const sharedWith = (definition: Definition, others: readonly Definition[]): SharedThing[] => {
  const owners = new Map<string, SharedThing['other']>();
  for (const other of others) {
    if (other.environment === definition.environment || isElsewhere(definition, other)) continue;
    for (const one of other.resources.filter(changes))
      if (!owners.has(keyOf(other, one)))
        owners.set(keyOf(other, one), { environment: other.environment, resource: one.name });
  }
  return definition.resources.filter(changes).flatMap((one) => {
    const other = owners.get(keyOf(definition, one));
    return other ? [{ resource: one.name, kind: one.kind, aws: awsNameOf(one), other }] : [];
  });
};

export const saySharedThing = ({ resource, kind, aws, other }: SharedThing): string =>
  `resources.${resource}: ${kind} ${aws} is \`${other.resource}\` of ${other.environment}. Two environments that stop and start the same resource undo each other; keep it in one, or set \`leaveAlone\` in the other`;

/** The same definitions, each resource with the other environment that changes it. */
export const markShared = (definitions: readonly Definition[]): Definition[] =>
  definitions.map((definition) => {
    const shared = new Map(sharedWith(definition, definitions).map((one) => [one.resource, one.other]));
    if (shared.size === 0) return definition;
    const resources = definition.resources.map((one) => {
      const alsoIn = shared.get(one.name);
      return alsoIn ? { ...one, alsoIn } : one;
    });
    return { ...definition, resources };
  });
