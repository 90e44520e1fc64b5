// Some resources of an environment: those that a run is asked for, with what they need or what needs them. Pure.
import type { Action } from '#core/action.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Resource } from '#kinds/resource.ts';
import type { Definition } from './definition.ts';
import { prerequisites } from './dependency-graph.ts';
import { didYouMean } from './suggest.ts';

type Names = ReadonlySet<ResourceName>;

/** Of a start with all that they depend on, of a stop with all that depends on them, directly or not. In no order. */
export const namesInPart = (resources: readonly Resource[], action: Action, only: Iterable<string>): Names => {
  const needed = prerequisites(resources, action);
  const found = new Set<ResourceName>();
  const add = (name: ResourceName): void => {
    if (found.has(name) || !needed.has(name)) return;
    found.add(name);
    for (const next of needed.get(name) ?? []) add(next);
  };
  for (const name of only) add(name as ResourceName);
  return found;
};

/** The fewest names that stand for all of them, in the order of the definition. */
export const namesFor = (resources: readonly Resource[], action: Action, part: Names): ResourceName[] => {
  const needed = prerequisites(resources, action);
  const implied = new Set([...part].flatMap((name) => needed.get(name) ?? []));
  return resources.flatMap(({ name }) => (part.has(name) && !implied.has(name) ? [name] : []));
};

/**
 * Those that a run can do something about: what a stop keeps up anyway would only bring in all that needs it. Where nothing else is
 * left, all of them.
 */
export const namesToDo = (resources: readonly Resource[], action: Action): Set<ResourceName> => {
  const isKept = ({ keptUp, leaveAlone }: Resource): boolean => keptUp !== undefined || leaveAlone !== undefined;
  const own = action === 'stop' ? resources.filter((one) => !isKept(one)) : resources;
  return new Set((own.length > 0 ? own : resources).map(({ name }) => name));
};

/** The definition of a run that has to do with these alone: nothing else is looked at. */
export const partOf = <D extends Pick<Definition, 'resources'>>(definition: D, part: Names): D => ({
  ...definition,
  resources: definition.resources
    .filter(({ name }) => part.has(name))
    .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((name) => part.has(name)) })),
});

/** What is wrong with the names that somebody asked for, if anything. */
export const unknownInPart = (
  { environment, resources }: Pick<Definition, 'environment' | 'resources'>,
  only: readonly string[],
): string | undefined => {
  const known = resources.map(({ name }) => name as string);
  const wrong = only.filter((name) => !known.includes(name));
  if (wrong.length === 0) return undefined;
  return wrong.map((name) => `${environment} has no resource \`${name}\`: ${didYouMean(name, known)}`).join('; ');
};
