// Packs the rights of a role into policies that IAM takes: it counts the letters of each. Pure.
import { documentOf, type Statement } from './statement.ts';

/** Quotas of IAM. Only the last one can be raised, to 20 (docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
export const policyLimits = {
  /** Of all inline policies of a role together. */
  inlineCharactersMax: 10_240,
  managedCharactersMax: 6_144,
  managedPoliciesMax: 10,
} as const;

export type Policies = { readonly inline: readonly Statement[]; readonly managed: readonly (readonly Statement[])[] };

/** How many letters a text has once it is deployed. */
export type Measure = (text: string) => number;

const lettersOf: Measure = (text) => text.length;

/** What IAM counts: everything but white space, and no name or value here has any. */
export const policySize = (statements: readonly Statement[], measure: Measure = lettersOf): number =>
  measure(JSON.stringify(documentOf(statements)));

const keyOf = ({ effect, conditions }: Statement): string => JSON.stringify([effect, conditions]);

const union = (all: readonly (readonly string[])[]): string[] => [...new Set(all.flat())];

const grouped = (statements: readonly Statement[], by: (one: Statement) => string): Statement[][] => [
  ...Map.groupBy(statements, by).values(),
];

const joined = ([first, ...rest]: readonly Statement[]): Statement[] =>
  first === undefined
    ? []
    : [
        {
          ...first,
          actions: union([first, ...rest].map(({ actions }) => actions)).sort(),
          resources: union([first, ...rest].map(({ resources }) => resources)).sort(),
        },
      ];

/** One list of names for everything that is done to the same things, and one list of actions for everything it is done to. */
const merged = (statements: readonly Statement[]): Statement[] => {
  const byThings = grouped(statements, (one) => keyOf(one) + JSON.stringify([...new Set(one.resources)].sort()));
  const byActions = grouped(byThings.flatMap(joined), (one) => keyOf(one) + JSON.stringify([...one.actions].sort()));
  return byActions.flatMap(joined);
};

/**
 * Reads of these actions never carry a key of a condition that their change has, and the condition asks only of keys that are
 * there: under it the read is allowed as without it, and needs no list of names of its own (facts: services are most of a role).
 */
const readsWithChanges: readonly (readonly [read: string, change: string])[] = [
  ['ecs:DescribeServices', 'ecs:UpdateService'],
];

export const sharingReads: readonly string[] = readsWithChanges.map(([read]) => read);

const sameThings = (one: Statement, other: Statement): boolean =>
  JSON.stringify([...new Set(one.resources)].sort()) === JSON.stringify([...new Set(other.resources)].sort());

const withReads = (statements: readonly Statement[]): Statement[] =>
  readsWithChanges.reduce<Statement[]>(
    (all, [read, change]) => {
      const reading = all.find(({ actions }) => actions.length === 1 && actions[0] === read);
      const changing = all.find(({ actions }) => actions.includes(change));
      if (!reading || !changing || !sameThings(reading, changing)) return all;
      return all.flatMap((one) => {
        if (one === reading) return [];
        return one === changing ? [{ ...one, actions: [read, ...one.actions].sort() }] : [one];
      });
    },
    [...statements],
  );

/** The list of a statement that may be cut: each part allows or denies its share, and all of them together the same as before. */
type Cut = { readonly values: readonly string[]; readonly having: (values: readonly string[]) => Statement };

const cutOf = (statement: Statement): Cut => {
  const [only, ...others] = Object.entries(statement.conditions);
  const [key, ...more] = Object.entries(only?.[1] ?? {});
  // Either of several values is enough for this operator; ForAllValues, for one, means all of them at once.
  if (only?.[0] === 'ArnEquals' && others.length + more.length === 0 && key && Array.isArray(key[1]))
    return {
      values: key[1],
      having: (values) => ({ ...statement, conditions: { ArnEquals: { [key[0]]: values } } }),
    };
  return { values: statement.resources, having: (resources) => ({ ...statement, resources }) };
};

type Packing = { readonly full: readonly (readonly Statement[])[]; readonly open: readonly Statement[] };

/** What a list of two empty values takes, without its brackets. */
const twoEmpty = '"",""'.length;

/** How many of the values fit. From two on a list grows by each of them and a comma, so nothing has to be written out. */
const most = ({ values, having }: Cut, open: readonly Statement[], roomFor: number, measure: Measure): number => {
  const frame = policySize([...open, having(['', ''])], measure) - twoEmpty;
  let [size, count] = [frame - 1, 0];
  for (const value of values) {
    size += measure(JSON.stringify(value)) + 1;
    if (size > roomFor) break;
    count++;
  }
  if (count > 1) return count;
  // One value stands without brackets.
  return policySize([...open, having(values.slice(0, 1))], measure) <= roomFor ? 1 : 0;
};

type Room = (policy: number) => number;

/** Puts a statement into the open policy as far as it fits, and the rest of it into new ones. */
const put = ({ full, open }: Packing, statement: Statement, room: Room, measure: Measure): Packing | undefined => {
  const cut = cutOf(statement);
  const { values, having } = cut;
  const count = most(cut, open, room(full.length), measure);
  if (count === values.length) return { full, open: [...open, statement] };
  // Not even one value fits into an empty policy.
  if (count === 0 && open.length === 0) return undefined;
  const next = {
    full: [...full, count === 0 ? open : [...open, having(values.slice(0, count))]],
    open: [],
  };
  return put(next, count === 0 ? statement : having(values.slice(count)), room, measure);
};

const room: Room = (policy) => (policy === 0 ? policyLimits.inlineCharactersMax : policyLimits.managedCharactersMax);

/** Undefined where a single name is too long for any policy, which none of AWS is. */
export const packed = (statements: readonly Statement[], measure: Measure = lettersOf): Policies | undefined => {
  const shared = withReads(merged(statements));
  // Small ones first: then only long lists are cut, and each of them as rarely as possible.
  const bySize = shared.toSorted((one, other) => policySize([one], measure) - policySize([other], measure));
  const packing = bySize.reduce<Packing | undefined>(
    (soFar, statement) => soFar && put(soFar, statement, room, measure),
    { full: [], open: [] },
  );
  if (!packing) return undefined;
  const [inline = [], ...managed] = [...packing.full, packing.open].filter((policy) => policy.length > 0);
  return { inline, managed };
};
