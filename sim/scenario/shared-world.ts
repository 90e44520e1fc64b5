// Several environments in one account and region: what each of them names, as resources of one world.
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { markShared } from '#definition/shared-things.ts';
import { awsNameOf, type Resource } from '#kinds/resource.ts';

/** What AWS knows it by. */
export const awsKeyOf = (resource: Resource): string =>
  [resource.kind, 'cluster' in resource ? resource.cluster : '', awsNameOf(resource)].join('/');

/**
 * The first environment's resources by its names. What another one names in addition has its name there, and that of its
 * environment before it where the name is taken; what both name is one thing.
 */
export const worldDefinition = (definition: Definition, others: readonly Definition[] = []): Definition => {
  if (others.length === 0) return definition;
  const resources = new Map(definition.resources.map((one) => [awsKeyOf(one), one]));
  const names = new Set<string>(definition.resources.map(({ name }) => name));
  for (const other of others)
    for (const one of other.resources) {
      if (resources.has(awsKeyOf(one))) continue;
      const name = (names.has(one.name) ? `${other.environment}/${one.name}` : one.name) as ResourceName;
      names.add(name);
      resources.set(awsKeyOf(one), { ...one, name });
    }
  return { ...definition, resources: [...resources.values()] };
};

/** Applied from one folder: each knows what the others change, too. */
export const deployedTogether = (
  definition: Definition,
  others: readonly Definition[] = [],
): [Definition, ...Definition[]] => {
  const [first = definition, ...rest] = markShared([definition, ...others]);
  return [first, ...rest];
};
