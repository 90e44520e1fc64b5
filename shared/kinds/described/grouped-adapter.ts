// The adapter of a kind whose names have two parts: `bus/rule`, `group/schedule`. AWS lists those of one group at a time, and a change
// names both parts.
import type { Action } from '#core/action.ts';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { type RowShape, readRow, rehearsedRow, textAt, valuesAt } from '../row-shape.ts';
import type { RehearsedItem, StatusAdapter, StatusRow } from '../status-adapter.ts';
import { type Command, operationOf } from './operation-of.ts';

type AnyClient = { readonly send: (command: object) => Promise<object> };

/** What a change is about, as its input has it: `{ EventBusName, Name }`. */
type Key<G extends string> = { readonly [Part in G | 'Name']: string };

type Grouped<C extends { send: unknown }, Row, G extends string> = {
  readonly client: new (settings: Record<string, unknown>) => C;
  /** By which its group is named in a call. */
  readonly group: G;
  /** The command that lists, and where the list stands in its answer. */
  readonly list: readonly [command: Command, rows: string];
  /** The same of the groups, where no list is of all of them. */
  readonly groups?: readonly [command: Command, rows: string];
  readonly row: RowShape<Row>;
  readonly change: (client: Sends<C>, to: Action, key: Key<G>) => Promise<unknown>;
  /** What reads a single one, and how a rehearsal shows that. */
  readonly one?: readonly [command: Command, row: (item: RehearsedItem) => object];
} & Pick<StatusAdapter<C>, 'goes'>;

/** `aws.partner/example.com/1/rule`: only the group may have a slash in its name. */
const groupOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));
const memberOfGroup = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

const listed = (client: AnyClient, [Ask, rows]: readonly [Command, string], input: object) =>
  allPages(
    (NextToken) => client.send(new Ask({ ...input, ...(NextToken ? { NextToken } : {}) } as never)),
    (page) => valuesAt(page, `${rows}[]`),
    (page) => textAt(page, 'NextToken'),
  );

/** Those of the names that are asked for, or all: `undefined` where one list is of all of them. */
const groupsOf = async (
  client: AnyClient,
  groups: readonly [Command, string] | undefined,
  names: readonly string[] | undefined,
): Promise<readonly (string | undefined)[]> => {
  if (names) return [...new Set(names.map(groupOf))];
  if (!groups) return [undefined];
  return [...new Set((await listed(client, groups, {})).map((one) => textAt(one, 'Name')))];
};

export const groupedAdapter = <C extends { send: unknown }, Row, const G extends string>(
  of: Grouped<C, Row, G>,
): StatusAdapter<C> => {
  const { client, group, list, groups, row, change, one: more, goes } = of;
  const keyOf = (name: string) => ({ [group]: groupOf(name), Name: memberOfGroup(name) }) as Key<G>;
  const rowsOf = async (sender: AnyClient, own: string | undefined): Promise<StatusRow[]> => {
    const found = await listed(sender, list, own === undefined ? {} : { [group]: own });
    return found.map((one) => {
      const read = readRow(one as Row, row);
      return { ...read, name: `${own ?? textAt(one, group)}/${read.name}` };
    });
  };
  return {
    client,
    readsAll: true,
    async read(sender, names) {
      const any = sender as unknown as AnyClient;
      const own = await groupsOf(any, groups, names);
      return (await Promise.all(own.map((one) => rowsOf(any, one)))).flat();
    },
    change: (sender, to, name) => change(sender, to, keyOf(name)),
    ...(goes ? { goes } : {}),
    rehearsed: {
      [operationOf(list[0])]: {
        list: list[1],
        row: (item) => ({ ...rehearsedRow(item, row), ...keyOf(item.id) }),
      },
      ...(groups ? { [operationOf(groups[0])]: { list: groups[1], row: ({ id }) => ({ Name: groupOf(id) }) } } : {}),
      ...(more
        ? {
            [operationOf(more[0])]: { list: '', isOne: true, row: (item) => ({ ...more[1](item), ...keyOf(item.id) }) },
          }
        : {}),
    },
    isAskedFor: (input, id) => input[group] === undefined || input[group] === groupOf(id),
    nameIn: (input) => `${input[group]}/${input.Name}`,
  };
};
