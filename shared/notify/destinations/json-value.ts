// Reading the answers of others: a value somewhere in JSON, if it is there. Without a schema library, which each of these files
// would carry by itself.

/** `valueIn(answer, 'issues', 0, 'key')`. */
export const valueIn = (json: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined,
    json,
  );

/** Text of this form. */
export const textLike = (value: unknown, form: RegExp): string | undefined =>
  typeof value === 'string' && form.test(value) ? value : undefined;
