// What the stack of an environment gives to its functions, as a value: what a definition needs of it is compared with what the
// last deployment granted. Pure. ARNs carry a made-up account, so that the value is the same wherever it is worked out.
import type { Arn } from '#core/aws/arn.ts';
import { partitionOf } from '#core/aws/partition.ts';
import type { FunctionName } from '#core/deployed.ts';
import { fitsPattern } from '#core/name-pattern.ts';
import type { Definition } from '#definition/definition.ts';
import { awsNameOf, isRestartedByAws } from '#kinds/resource.ts';
import { rightsOf } from './functions.ts';
import type { Statement } from './statement.ts';

/** Every number of an account has as many digits. */
const anyAccount = '000000000000';

export const arnIn =
  (region: string): Arn =>
  (service, resource) =>
    `arn:${partitionOf(region)}:${service}:${region}:${anyAccount}:${resource}`;

export type Granted = {
  readonly rights: Readonly<Partial<Record<FunctionName, readonly Statement[]>>>;
  /** Topics, by name, that the queue of `alarm-notify` is subscribed to. */
  readonly topics: readonly string[];
  /** Databases, by identifier, of whose restarts EventBridge tells. */
  readonly databases: readonly string[];
  /** Whether the stack tells `cleanup` where its brokers are: a definition may do it instead. */
  readonly brokers: boolean;
};

/** All that a stack gives because of its definition. */
export const grantedBy = (definition: Definition): Granted => ({
  rights: Object.fromEntries(rightsOf(definition, arnIn(definition.region))),
  topics: [...(definition.notifications.topics ?? [])].sort(),
  databases: [
    ...new Set(definition.resources.filter(({ kind }) => isRestartedByAws(kind)).map((one) => awsNameOf(one))),
  ].sort(),
  brokers: definition.cleanup !== undefined && definition.cleanup.bootstrap === undefined,
});

/** One thing that one function may do, or may not, with one thing. */
type Right = {
  readonly function: FunctionName;
  readonly effect: Statement['effect'];
  readonly action: string;
  readonly resource: string;
  readonly conditions: Statement['conditions'];
};

/** A condition that names several things allows each of them. */
const splitConditions = (conditions: Statement['conditions']): Statement['conditions'][] => {
  const { ArnEquals, ...others } = conditions;
  const [key, ...more] = Object.entries(ArnEquals ?? {});
  if (key === undefined || more.length > 0 || Object.keys(others).length > 0 || typeof key[1] === 'string')
    return [conditions];
  return key[1].map((value) => ({ ArnEquals: { [key[0]]: value } }));
};

const rightsIn = ({ rights }: Granted): Right[] =>
  Object.entries(rights).flatMap(([name, statements]) =>
    statements.flatMap(({ effect, actions, resources, conditions }) =>
      splitConditions(conditions).flatMap((one) =>
        actions.flatMap((action) =>
          resources.map(
            (resource): Right => ({
              ...{ function: name as FunctionName, effect, action, resource, conditions: one },
            }),
          ),
        ),
      ),
    ),
  );

const keyOf = ({ function: name, effect, action, conditions }: Right): string =>
  JSON.stringify([name, effect, action, conditions]);

type Known = { readonly exact: Set<string>; readonly patterns: string[] };

/** Whether what a right is about is named by others, itself or by a pattern: a star covers what a star in another name covers. */
const coverage = (rights: readonly Right[]): ((right: Right) => boolean) => {
  const known = new Map<string, Known>();
  for (const right of rights) {
    const entry = known.get(keyOf(right)) ?? { exact: new Set<string>(), patterns: [] };
    entry.exact.add(right.resource);
    if (right.resource.includes('*')) entry.patterns.push(right.resource);
    known.set(keyOf(right), entry);
  }
  return (right) => {
    const entry = known.get(keyOf(right));
    if (!entry) return false;
    return entry.exact.has(right.resource) || entry.patterns.some((pattern) => fitsPattern(right.resource, pattern));
  };
};

const absent = (needed: Granted, granted: Granted): Right[] => {
  const isCovered = coverage(rightsIn(granted));
  return rightsIn(needed).filter((right) => !isCovered(right));
};

const beyond = (some: readonly string[], others: readonly string[]): string[] =>
  some.filter((one) => !others.includes(one));

export type Missing = Omit<Granted, 'rights'> & {
  readonly rights: readonly Right[];
  /** What is forbidden and is not to be any more. */
  readonly forbidden: readonly Right[];
};

/** What is needed and was not granted. */
export const missingFrom = (granted: Granted, needed: Granted): Missing => ({
  rights: absent(needed, granted),
  forbidden: absent(granted, needed).filter(({ effect }) => effect === 'Deny'),
  topics: beyond(needed.topics, granted.topics),
  databases: beyond(needed.databases, granted.databases),
  brokers: needed.brokers && !granted.brokers,
});

/** What was granted and is not needed any more: the next deployment revokes it. */
export const superfluousIn = (granted: Granted, needed: Granted): Missing => {
  const { rights, ...rest } = missingFrom(needed, granted);
  return { ...rest, rights: rights.filter(({ effect }) => effect === 'Allow'), forbidden: [], brokers: false };
};

export const isNothing = ({ rights, forbidden, topics, databases, brokers }: Missing): boolean =>
  rights.length + forbidden.length + topics.length + databases.length === 0 && !brokers;

/** What comes after the account: `service/mine/mine-worker`. */
const shortArn = (resource: string): string => (resource === '*' ? '*' : resource.split(':').slice(5).join(':'));

const conditionText = (conditions: Statement['conditions']): string => {
  const value = conditions.ArnEquals && Object.values(conditions.ArnEquals)[0];
  return typeof value === 'string' ? ` of ${shortArn(value)}` : '';
};

const namesMax = 3;

const listText = (all: readonly string[]): string =>
  all.length <= namesMax ? all.join(', ') : `${all.slice(0, namesMax).join(', ')} and ${all.length - namesMax} more`;

type Told = { readonly what: string; readonly by: string };

/** Of one thing what one function may do to it. */
const toldOf = (some: readonly Right[], prefix: string): Told => {
  const [first] = some;
  if (!first) return { what: '', by: '' };
  const actions = listText([...new Set(some.map(({ action }) => action))]);
  return {
    what: `${prefix}${actions} on ${shortArn(first.resource)}${conditionText(first.conditions)}`,
    by: first.function,
  };
};

const linesOf = (rights: readonly Right[], prefixOf: (right: Right) => string): string[] => {
  const byThing = Map.groupBy(rights, (right) =>
    JSON.stringify([right.function, right.effect, right.resource, conditionText(right.conditions)]),
  );
  const told = [...byThing.values()].map((some) => toldOf(some, some[0] ? prefixOf(some[0]) : ''));
  return [...Map.groupBy(told, ({ what }) => what)].map(
    ([what, all]) => `${what} (${all.map(({ by }) => by).join(', ')})`,
  );
};

/** In words, a line for each thing: `ecs:UpdateService on service/mine/mine-worker (start, stop)`. */
export const missingText = ({ rights, forbidden, topics, databases, brokers }: Missing): string[] => [
  ...linesOf(rights, ({ effect }) => (effect === 'Deny' ? 'a ban of ' : '')),
  ...linesOf(forbidden, () => 'an end of the ban of '),
  ...topics.map((name) => `messages of topic ${name}`),
  ...databases.map((name) => `events of database ${name}`),
  ...(brokers ? ['the brokers of the Kafka cluster (cleanup)'] : []),
];
