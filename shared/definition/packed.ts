// The definitions that a function was built with; before it is built, those of the folder that was chosen.
import type { Definition } from './definition.ts';
import { loadPacked } from './packed-source.ts';
import { markShared } from './shared-things.ts';
import { unknownEnvironment } from './unknown-environment.ts';

type Definitions = ReadonlyMap<string, Definition>;

let loaded: Definitions | undefined;

/** By name. Read once, when first asked for: a running process does not see a definition change. */
export const packedDefinitions = (): Definitions => {
  loaded ??= new Map(markShared(loadPacked()).map((definition) => [definition.environment, definition]));
  return loaded;
};

/** Throws `InputError` for an environment that does not exist. */
export const definitionOf = (environment: string): Definition => {
  const definition = packedDefinitions().get(environment);
  if (!definition) throw unknownEnvironment(environment, [...packedDefinitions().keys()]);
  return definition;
};
