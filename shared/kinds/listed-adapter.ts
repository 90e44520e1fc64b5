// The adapter of a kind that AWS lists: from one read of its rows, perhaps more reads of what the rows do not say, and the two
// commands that change one. How a rehearsal answers them follows from the same description.
import type { Action } from '#core/action.ts';
import { allPages, chunks } from '#core/aws/paging.ts';
import { type Command, operationOf } from './described/operation-of.ts';
import { nameOfRehearsed, type RowShape, readRow, rehearsedRow, textAt, valuesAt, withValueAt } from './row-shape.ts';
import type { RehearsedItem, StatusAdapter, StatusRow } from './status-adapter.ts';
import type { Facts } from './status-kind.ts';

/** A command that answers with a list: by which input for which names, and where the list stands. */
type Read = {
  readonly command: Command;
  /** `Reservations.Instances`: rows that are in lists of the list. */
  readonly list: string;
  readonly input: (names: readonly string[] | undefined) => object;
  /** How the next page is asked for, and what an answer calls that where it is another word. */
  readonly pagedBy: 'NextToken' | 'nextToken' | 'Marker' | 'Marker/NextMarker';
  /** It answers for one name at a time: what stands there is no list. */
  readonly isOne?: true;
};

export const reading = (
  command: Command,
  list: string,
  input: Read['input'],
  pagedBy: Read['pagedBy'] = 'NextToken',
): Read => ({ command, list, input, pagedBy });

/** What a command tells of each one by its name under that key; `at`: where in its answer. */
export const telling = (
  command: Command,
  at: string,
  key: string,
  facts: NonNullable<SecondRead['facts']>,
): SecondRead => ({
  read: { command, list: at, pagedBy: 'NextToken', isOne: true, input: ([name = ''] = []) => ({ [key]: name }) },
  of: () => true,
  facts,
});

/** The two commands that change one by its name under that key; `start`: what a start says beside it, by the handle. */
export const changedBy = (
  key: string,
  start: Command,
  stop: Command,
  more: (handle: string) => object = everything(),
): Changes => ({
  ...{ start, stop },
  input: (name, to, handle) => ({ [key]: name, ...(to === 'start' ? more(handle) : {}) }),
});

/** For lists that know no names: of everything that there is. */
export const everything =
  (more: object = {}) =>
  (): object =>
    more;

/** Names as a filter: where one does not exist, asking for it by name would fail for all of them. */
export const byFilter =
  (Name: string) =>
  (names: readonly string[] | undefined): object =>
    names ? { Filters: [{ Name, Values: [...names] }] } : {};

type Readiness = {
  readonly paths: readonly string[];
  readonly word: string;
  readonly says: string;
  readonly meanwhile: string;
};

/** Up is not ready before all of these say the word; before that it says what the first of the others says. */
export const until = (paths: readonly string[], word: string, says: string, meanwhile: string): Readiness => ({
  ...{ paths, word, says, meanwhile },
});

/** `unsaid`: true also where the answer does not have it. */
type FactRead = readonly [path: string, whenTrue: string, whenFalse: string, unsaid?: 'unsaid'];

/** What another read says of some of the rows. */
type SecondRead = {
  readonly read: Read;
  /** Of which it is asked. */
  readonly of: (row: StatusRow, towards: Action | undefined) => boolean;
  readonly ready?: Readiness;
  /** Facts that are true where one word stands, and false where another does. */
  readonly facts?: Readonly<Record<string, FactRead>>;
};

/** A list of one's own, by its name. Rehearsals have the fact `atLimit`. */
type Filling = {
  readonly command: Command;
  readonly list: string;
  readonly limit: number;
  readonly atLimit: string;
};

type Changes = Readonly<Record<Action, Command>> & {
  /** `handle`: as the row has it, where AWS changes it by another name. */
  readonly input: (name: string, to: Action, handle: string) => Readonly<Record<string, unknown>>;
};

type Listed<C, Row> = {
  readonly client: new (settings: Record<string, unknown>) => C;
  readonly list: Read;
  readonly row: RowShape<Row>;
  /** Their rows name the resource as the first ones do. */
  readonly also?: readonly SecondRead[];
  readonly changes: Changes;
  /** What every stop adds to, up to a limit that its owner should know of. */
  readonly fills?: Filling;
  /** By which AWS changes it: more than its name, by what was read of it. */
  readonly handle?: (facts: Facts) => string;
} & Pick<StatusAdapter<never>, 'goes' | 'readsAll' | 'meaning'>;

type AnyClient = { readonly send: (command: object) => Promise<object> };

/** How many are asked for at a time where each takes a call of its own. */
const callsAtOnce = 10;

/** What was deleted since it was listed is not there: the others are read all the same. */
const oneOf = async (ask: () => Promise<object>): Promise<object | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const onesOf = async (client: AnyClient, { command: Ask, list, input }: Read, names: readonly string[] = []) => {
  const found: unknown[] = [];
  for (const some of chunks(names, callsAtOnce))
    found.push(...(await Promise.all(some.map((name) => oneOf(() => client.send(new Ask(input([name]) as never)))))));
  return list === '' ? found : found.flatMap((one) => valuesAt(one, list));
};

const rowsOf = (client: AnyClient, read: Read, names?: readonly string[]): Promise<unknown[]> => {
  const { command: Ask, list, input, pagedBy } = read;
  if (read.isOne) return onesOf(client, read, names);
  const [asked = '', answered = asked] = pagedBy.split('/');
  return allPages(
    (token) => client.send(new Ask({ ...input(names), ...(token ? { [asked]: token } : {}) } as never)),
    (page) => valuesAt(page, eachOf(list)),
    (page) => textAt(page, answered),
  );
};

/** `Reservations.Instances` as a path. */
const eachOf = (list: string): string =>
  list
    .split('.')
    .map((step) => `${step}[]`)
    .join('.');

const laggingIn = (row: unknown, ready: Readiness | undefined): string[] => {
  const other = ready?.paths.map((path) => textAt(row, path)).find((word) => word !== undefined && word !== ready.word);
  return ready && other ? [`${ready.says} ${other}`] : [];
};

const factsIn = (row: unknown, facts: SecondRead['facts'] = {}) =>
  Object.fromEntries(
    Object.entries(facts).map(([fact, [path, yes, , unsaid]]) => {
      const text = textAt(row, path);
      return [fact, text === yes || (unsaid === 'unsaid' && row !== undefined && text === undefined)];
    }),
  );

/** What another read says of each of the rows. */
const readAdditions = async (
  client: AnyClient,
  { read, of, ...more }: SecondRead,
  rows: readonly StatusRow[],
  nameAt: string,
  towards: Action | undefined,
) => {
  const asked = rows.filter((row) => of(row, towards)).map(({ name }) => name);
  const found = asked.length > 0 ? await rowsOf(client, read, asked) : [];
  const byName = new Map(found.map((one) => [textAt(one, nameAt), one]));
  return ({ name }: StatusRow) => ({
    facts: factsIn(byName.get(name), more.facts),
    lagging: laggingIn(byName.get(name), more.ready),
  });
};

type Reads<Row> = Pick<Listed<never, Row>, 'list' | 'row' | 'also' | 'handle' | 'fills'>;

const readRows = async <Row>(
  client: AnyClient,
  { list, row: shape, also = [], handle }: Reads<Row>,
  names: readonly string[] | undefined,
  towards: Action | undefined,
): Promise<StatusRow[]> => {
  const rows = (await rowsOf(client, list, names)).map((row) => readRow(row as Row, shape));
  const secondReads = await Promise.all(also.map((one) => readAdditions(client, one, rows, shape.name, towards)));
  return rows.map((row) => {
    const additions = secondReads.map((additionsTo) => additionsTo(row));
    const facts = Object.assign({}, row.facts, ...additions.map((one) => one.facts));
    return {
      ...row,
      facts,
      ...(handle ? { handle: handle(facts) } : {}),
      lagging: additions.flatMap(({ lagging }) => lagging),
    };
  });
};

const rehearsedSecond = (
  { id, isLagging, facts: own }: RehearsedItem,
  nameAt: string,
  { ready, facts = {} }: SecondRead,
) =>
  Object.assign(
    withValueAt(nameAt, id),
    ...(ready?.paths ?? []).map((path) => withValueAt(path, isLagging ? ready?.meanwhile : ready?.word)),
    ...Object.entries(facts).map(([fact, [path, yes, no]]) => withValueAt(path, own[fact] ? yes : no)),
  );

const rehearsedFill = ({ command, list, limit }: Filling) => ({
  [operationOf(command)]: {
    list,
    row: ({ facts }: RehearsedItem) => Array.from({ length: facts.atLimit ? limit : 1 }, () => ({})),
  },
});

const rehearsedBy = <Row>({ list, row, also = [], fills }: Reads<Row>): StatusAdapter<never>['rehearsed'] => {
  const [outer = '', inner] = list.list.split('.');
  const rowOf = (item: RehearsedItem): object => {
    const whole = rehearsedRow(item, row);
    return inner ? { [inner]: [whole] } : whole;
  };
  const others = also.map((more) => [
    operationOf(more.read.command),
    {
      list: more.read.list,
      ...(more.read.isOne ? { isOne: true as const } : {}),
      row: (item: RehearsedItem) => rehearsedSecond(item, row.name, more),
    },
  ]);
  return {
    [operationOf(list.command)]: { list: outer, row: rowOf },
    ...Object.fromEntries(others),
    ...(fills ? rehearsedFill(fills) : {}),
  };
};

export const listedAdapter = <C extends { send: unknown }, Row>(listed: Listed<C, Row>): StatusAdapter<C> => {
  const { client, changes, fills, goes, readsAll, meaning } = listed;
  const [nameKey = ''] = Object.keys(changes.input('', 'stop', ''));
  let rehearsed: StatusAdapter<C>['rehearsed'] | undefined;
  return {
    client,
    read: (sender, names, towards) => readRows(sender as unknown as AnyClient, listed, names, towards),
    change: (sender, to, name, handle = '') =>
      (sender as unknown as AnyClient).send(new changes[to](changes.input(name, to, handle) as never)),
    ...(fills
      ? {
          afterStop: async (sender: unknown, name: string) => {
            const read = reading(fills.command, fills.list, () => ({ [nameKey]: name }));
            const { length } = await rowsOf(sender as AnyClient, read);
            return length < fills.limit ? undefined : { warning: fills.atLimit };
          },
          isAskedFor: (input: Readonly<Record<string, unknown>>, id: string) => (input[nameKey] ?? id) === id,
        }
      : {}),
    ...(goes ? { goes } : {}),
    ...(readsAll ? { readsAll } : {}),
    ...(meaning ? { meaning } : {}),
    /** Only rehearsals ask for it. */
    get rehearsed() {
      rehearsed ??= rehearsedBy(listed);
      return rehearsed;
    },
    nameIn: (input) => nameOfRehearsed([input[nameKey]].flat()[0]),
  };
};
