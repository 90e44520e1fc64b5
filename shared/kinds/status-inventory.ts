// What `curfew init` reads of a kind that is described as a value, and no run does: tags by the ARN of one, and where else there
// are any.
import type { Sends } from './adapter.ts';
import { tagMap } from './inventory/tags.ts';
import { nameOfRehearsed, valuesAt } from './row-shape.ts';
import type { RehearsedItem, StatusRow } from './status-adapter.ts';

type Command = new (input: never) => object;
type Input = Readonly<Record<string, unknown>>;

type TagsRead = {
  readonly operation: string;
  readonly command: Command;
  readonly input: (arn: string) => Input;
  /** Where they stand in the answer: as a list of keys and values, or as an object. */
  readonly at: string;
};

export type StatusInventory<C extends { send: unknown }> = {
  readonly tags?: TagsRead;
  /** What is asked of the adapter's read, where without names it does not answer with everything. */
  readonly names?: (client: Sends<C>) => Promise<readonly string[]>;
};

export type RehearsedStatusInventory<C extends { send: unknown }> = StatusInventory<C> & {
  /** The same answers the other way round. */
  readonly rehearsed: Readonly<Record<string, (input: Input, items: readonly RehearsedItem[]) => unknown>>;
};

/** Tags that a call of their own tells of. */
export const tagsBy = (
  operation: string,
  command: Command,
  input: TagsRead['input'],
  at = 'Tags',
): RehearsedStatusInventory<never> => {
  const [key = ''] = Object.keys(input(''));
  return {
    tags: { operation, command, input, at },
    rehearsed: {
      [operation]: (asked, items) => ({
        [at]: items.find(({ id }) => id === nameOfRehearsed(asked[key]))?.tags ?? [],
      }),
    },
  };
};

const tagsIn = (tags: unknown): ReadonlyMap<string, string> =>
  Array.isArray(tags) ? tagMap(tags) : new Map(Object.entries((tags ?? {}) as Readonly<Record<string, string>>));

type AnyClient = { readonly send: (command: object) => Promise<object> };

export const readTags = async <C extends { send: unknown }>(
  client: Sends<C>,
  read: TagsRead | undefined,
  { arn = '' }: StatusRow,
): Promise<ReadonlyMap<string, string>> => {
  if (!read) return new Map();
  const answer = await (client as unknown as AnyClient).send(new read.command(read.input(arn) as never));
  return tagsIn(valuesAt(answer, read.at)[0]);
};
