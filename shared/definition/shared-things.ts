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

/** By name of a resource: the environment that changes it, too, and its name there. */
export type AlsoIn = Readonly<Record<string, { readonly environment: string; readonly resource: ResourceName }>>;

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

/** The marks of a definition, as they are stored with a version: no file has them. */
export const alsoInOf = ({ resources }: Definition): AlsoIn =>
  Object.fromEntries(resources.flatMap(({ name, alsoIn }) => (alsoIn ? [[name, alsoIn]] : [])));

const text = (alsoIn: AlsoIn = {}): string =>
  JSON.stringify(
    Object.entries(alsoIn)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { environment, resource }]) => [name, environment, resource]),
  );

/** Whoever does not say what is shared does not change it. */
export const isSameAlsoIn = (before: AlsoIn | undefined, after: AlsoIn | undefined): boolean =>
  after === undefined || text(before) === text(after);

/** What was known, of what is still there. */
export const keptAlsoIn = ({ resources }: Definition, alsoIn: AlsoIn = {}): AlsoIn =>
  Object.fromEntries(
    resources.flatMap(({ name }) => {
      const other = alsoIn[name];
      return other ? [[name, other]] : [];
    }),
  );

/** What is wrong with what somebody says is shared; nothing if it fits the definition. */
export const alsoInProblem = ({ environment, resources }: Definition, alsoIn: AlsoIn = {}): string | undefined => {
  const names = new Set<string>(resources.map(({ name }) => name));
  const unknown = Object.keys(alsoIn).filter((name) => !names.has(name));
  if (unknown.length > 0) return `alsoIn names ${unknown.join(', ')}, which ${environment} does not have`;
  const own = Object.keys(alsoIn).filter((name) => alsoIn[name]?.environment === environment);
  return own.length > 0
    ? `alsoIn says of ${own.join(', ')} that ${environment} itself is the other environment`
    : undefined;
};
