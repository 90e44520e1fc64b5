/** A command of the SDK, whatever it is about. */
export type Command = new (input: never) => object;

/** The name by which the simulated AWS knows its operation. */
export const operationOf = (Ask: Command): string =>
  (new Ask({} as never) as { readonly schema: readonly [number, string, string] }).schema[2];
