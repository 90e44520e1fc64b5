// Where in a row of AWS's answer its facts stand. Read one way, that is what a run looks at; the other way round, it is how a
// rehearsal shows the same.
import { tagMap } from './inventory/tags.ts';
import type { RehearsedItem, StatusRow } from './status-adapter.ts';
import { window } from './window.ts';

type Inner<V, K extends string> = V extends readonly (infer Item)[]
  ? `${K}[].${keyof Item & string}`
  : V extends object
    ? `${K}.${keyof V & string}`
    : K;

/** `InstanceId`, `State.Name`, `SecurityGroups[].GroupId`. */
type Path<Row> = { [K in keyof Row & string]: Inner<NonNullable<Row[K]>, K> }[keyof Row & string];

export type RowShape<Row> = {
  readonly name: Path<Row>;
  readonly status: Path<Row>;
  readonly groups?: Path<Row>;
  readonly hosts?: readonly Path<Row>[];
  /** By which AWS changes it, where that is not its name. */
  readonly handle?: Path<Row>;
  /** Where its tags are read by it. */
  readonly arn?: Path<Row>;
  /** When AWS may maintain it. */
  readonly maintenance?: Path<Row>;
  readonly facts?: Readonly<Record<string, Path<Row>>>;
  /** Facts that AWS writes into its own tags. */
  readonly tagFacts?: Readonly<Record<string, string>>;
};

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

type Step = { readonly key: string; readonly isList: boolean };

/** There are as many paths as kinds have, and each is followed in every row of every look. */
const stepsOfPath = new Map<string, readonly Step[]>();

const stepsOf = (path: string): readonly Step[] => {
  const known = stepsOfPath.get(path);
  if (known) return known;
  const steps = path.split('.').map((step) => ({ key: step.replace('[]', ''), isList: step.endsWith('[]') }));
  stepsOfPath.set(path, steps);
  return steps;
};

const follow = (value: unknown, steps: readonly Step[], from: number, found: unknown[]): void => {
  const step = steps[from];
  if (value === undefined) return;
  if (!step) {
    found.push(value);
    return;
  }
  const inner = isJson(value) ? value[step.key] : undefined;
  if (step.isList && Array.isArray(inner)) for (const one of inner) follow(one, steps, from + 1, found);
  else follow(inner, steps, from + 1, found);
};

/** All that stands there: a path through a list leads to several. */
export const valuesAt = (row: unknown, path: string): unknown[] => {
  const found: unknown[] = [];
  follow(row, stepsOf(path), 0, found);
  return found;
};

export const textAt = (row: unknown, path: string): string | undefined => {
  const [found] = valuesAt(row, path);
  return found === undefined ? undefined : String(found);
};

/** An object in which the value stands there. Those of one row are put side by side: no two of its paths begin alike. */
export const withValueAt = (path: string, value: unknown): Json =>
  path.split('.').reduceRight<unknown>((inner, step) => {
    const isList = step.endsWith('[]');
    return { [step.replace('[]', '')]: isList ? [inner] : inner };
  }, value) as Json;

type Tagged = { readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[] };

const mapped = <T>(paths: Readonly<Record<string, string>> | undefined, read: (path: string) => T) =>
  Object.fromEntries(Object.entries(paths ?? {}).map(([fact, path]) => [fact, read(path)]));

const textOr = <K extends string>(key: K, row: unknown, path: string | undefined): { readonly [Key in K]?: string } => {
  const text = path === undefined ? undefined : textAt(row, path);
  return (text === undefined ? {} : { [key]: text }) as { readonly [Key in K]?: string };
};

/** What stands for its ARN in a rehearsal. */
const rehearsedArn = 'arn:rehearsed:';

/** The ARN of one in a rehearsal. */
export const arnInRehearsal = (id: string): string => `${rehearsedArn}${id}`;

/** Its name in a call that may be about its ARN. */
export const nameOfRehearsed = (value: unknown): unknown =>
  typeof value === 'string' && value.startsWith(rehearsedArn) ? value.slice(rehearsedArn.length) : value;

export const readRow = <Row>(row: Row, shape: RowShape<Row>): StatusRow => {
  const tags = tagMap((row as Tagged).Tags);
  return {
    name: textAt(row, shape.name) ?? '',
    status: textAt(row, shape.status) ?? 'unknown',
    facts: {
      ...mapped(shape.tagFacts, (tag) => tags.get(tag)),
      ...mapped(shape.facts, (path) => textAt(row, path)),
    },
    tags,
    groups: shape.groups ? valuesAt(row, shape.groups).map(String) : [],
    hosts: (shape.hosts ?? []).map((path) => textAt(row, path)),
    ...textOr('handle', row, shape.handle),
    ...textOr('arn', row, shape.arn),
    ...(shape.maintenance ? { windows: window('maintenance', textAt(row, shape.maintenance)) } : {}),
  };
};

export const rehearsedRow = <Row>(item: RehearsedItem, shape: RowShape<Row>): Json => {
  const { facts } = item;
  const ownTags = Object.entries(shape.tagFacts ?? {}).flatMap(([fact, Key]) =>
    facts[fact] === undefined ? [] : [{ Key, Value: facts[fact] }],
  );
  const [host] = shape.hosts ?? [];
  const arn = arnInRehearsal(item.id);
  return {
    ...withValueAt(shape.name, item.id),
    ...withValueAt(shape.status, item.status),
    ...(shape.groups ? withValueAt(shape.groups, item.group) : {}),
    ...(shape.handle ? withValueAt(shape.handle, arn) : {}),
    ...(shape.arn ? withValueAt(shape.arn, arn) : {}),
    ...(host ? withValueAt(host, item.host) : {}),
    ...Object.assign({}, ...Object.entries(shape.facts ?? {}).map(([fact, path]) => withValueAt(path, facts[fact]))),
    Tags: [...item.tags, ...ownTags],
  };
};
