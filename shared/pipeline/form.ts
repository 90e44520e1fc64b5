// The form of a record that comes from elsewhere, checked by hand: a general validator takes as long to load as the rest of a function,
// and a third of the time of each event.

/** What a field must be, and the words for a field that is not. */
type Rule = { readonly name: string; readonly holds: (value: unknown) => boolean; readonly otherwise: string };

export const rule = (name: string, holds: Rule['holds'], otherwise: string): Rule => ({ name, holds, otherwise });

/** Every field that is of another form, in the order of the rules; undefined where all are right. */
export const wrongIn = (record: Readonly<Record<string, unknown>>, rules: readonly Rule[]): string | undefined => {
  let wrong: string[] | undefined;
  for (const { name, holds, otherwise } of rules)
    if (!holds(record[name])) {
      wrong ??= [];
      wrong.push(`\`${name}\` ${record[name] === undefined ? 'is missing' : otherwise}`);
    }
  return wrong?.join('; ');
};

export const isText = (value: unknown): value is string => typeof value === 'string';
export const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';
