// Tags, which every service spells in its own way.
type Tag = { readonly Key?: string | undefined; readonly Value?: string | undefined };

export const tagMap = (tags: readonly Tag[] | undefined): ReadonlyMap<string, string> =>
  new Map((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));

export const noTags: ReadonlyMap<string, string> = new Map();

/** What AWS calls a resource, of its ARN. */
export const lastOf = (arn: string): string => arn.split('/').at(-1) ?? arn;
