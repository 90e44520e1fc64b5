// The adapter of a kind that AWS lists: from one read of its rows, perhaps more reads of what the rows do not say, and the two
// commands that change one. How a rehearsal answers them follows from the same description.
import type { Action } from '#core/action.ts';
import { allPages } from '#core/aws/paging.ts';
import { type RowShape, readRow, rehearsedRow, textAt, valuesAt, withValueAt } from './row-shape.ts';
import type { RehearsedItem, StatusAdapter, StatusRow } from './status-adapter.ts';

type Command = new (input: never) => object;

/** A command that answers with a list: by which input for which names, and where the list stands. */
type Read = {
  readonly command: Command;
  /** `Reservations.Instances`: rows that are in lists of the list. */
  readonly list: string;
  readonly input: (names: readonly string[] | undefined) => object;
  readonly pagedBy: 'NextToken' | 'Marker';
};

export const reading = (
  command: Command,
  list: string,
  input: Read['input'],
  pagedBy: Read['pagedBy'] = 'NextToken',
): Read => ({ command, list, input, pagedBy });

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

/** What another read says of some of the rows. */
type SecondRead = {
  readonly read: Read;
  /** Of which it is asked. */
  readonly of: (row: StatusRow, towards: Action | undefined) => boolean;
  readonly ready?: Readiness;
  /** Facts that are true where one word stands, and false where another does. */
  readonly facts?: Readonly<Record<string, readonly [path: string, whenTrue: string, whenFalse: string]>>;
};

type Listed<C, Row> = {
  readonly client: new (settings: Record<string, unknown>) => C;
  readonly list: Read;
  readonly row: RowShape<Row>;
  /** Their rows name the resource as the first ones do. */
  readonly also?: readonly SecondRead[];
  readonly changes: Readonly<Record<Action, Command>> & {
    readonly input: (name: string) => Readonly<Record<string, unknown>>;
  };
};

type AnyClient = { readonly send: (command: object) => Promise<object> };

const rowsOf = (client: AnyClient, { command: Ask, list, input, pagedBy }: Read, names?: readonly string[]) =>
  allPages(
    (token) => client.send(new Ask({ ...input(names), ...(token ? { [pagedBy]: token } : {}) } as never)),
    (page) => valuesAt(page, eachOf(list)),
    (page) => textAt(page, pagedBy),
  );

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
  Object.fromEntries(Object.entries(facts).map(([fact, [path, yes]]) => [fact, textAt(row, path) === yes]));

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

type Reads<Row> = Pick<Listed<never, Row>, 'list' | 'row' | 'also'>;

const readRows = async <Row>(
  client: AnyClient,
  { list, row: shape, also = [] }: Reads<Row>,
  names: readonly string[] | undefined,
  towards: Action | undefined,
): Promise<StatusRow[]> => {
  const rows = (await rowsOf(client, list, names)).map((row) => readRow(row as Row, shape));
  const secondReads = await Promise.all(also.map((one) => readAdditions(client, one, rows, shape.name, towards)));
  return rows.map((row) => {
    const additions = secondReads.map((additionsTo) => additionsTo(row));
    const facts = Object.assign({}, row.facts, ...additions.map((one) => one.facts));
    return { ...row, facts, lagging: additions.flatMap(({ lagging }) => lagging) };
  });
};

/** The name by which the simulated AWS knows an operation. */
const operationOf = (Ask: Command): string =>
  (new Ask({} as never) as { readonly schema: readonly [number, string, string] }).schema[2];

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

const rehearsedBy = <Row>({ list, row, also = [] }: Reads<Row>): StatusAdapter<never>['rehearsed'] => {
  const [outer = '', inner] = list.list.split('.');
  const rowOf = (item: RehearsedItem): object => {
    const whole = rehearsedRow(item, row);
    return inner ? { [inner]: [whole] } : whole;
  };
  const others = also.map((more) => [
    operationOf(more.read.command),
    { list: more.read.list, row: (item: RehearsedItem) => rehearsedSecond(item, row.name, more) },
  ]);
  return { [operationOf(list.command)]: { list: outer, row: rowOf }, ...Object.fromEntries(others) };
};

export const listedAdapter = <C extends { send: unknown }, Row>(listed: Listed<C, Row>): StatusAdapter<C> => {
  const { client, changes } = listed;
  const [nameKey = ''] = Object.keys(changes.input(''));
  let rehearsed: StatusAdapter<C>['rehearsed'] | undefined;
  return {
    client,
    read: (sender, names, towards) => readRows(sender as unknown as AnyClient, listed, names, towards),
    change: (sender, to, name) => (sender as unknown as AnyClient).send(new changes[to](changes.input(name) as never)),
    /** Only rehearsals ask for it. */
    get rehearsed() {
      rehearsed ??= rehearsedBy(listed);
      return rehearsed;
    },
    nameIn: (input) => [input[nameKey]].flat()[0],
  };
};
