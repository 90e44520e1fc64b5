import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { unknownInPart } from '#definition/part.ts';

/** Throws `InputError` for what is no resource, before anything is asked or done. */
export const checkOnly = (definition: Definition, only: readonly string[] = []): void => {
  const unknown = unknownInPart(definition, only);
  if (unknown !== undefined) throw new InputError(unknown);
};
