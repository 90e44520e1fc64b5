// The environments that tests are about: those of test/fixtures/environments/, each read once.
import type { Definition } from '#definition/definition.ts';
import { loadDefinitions } from '#definition/load.ts';
import { markShared } from '#definition/shared-things.ts';
import { unknownEnvironment } from '#definition/unknown-environment.ts';

let loaded: ReadonlyMap<string, Definition> | undefined;

export const fixtureDefinitions = (): ReadonlyMap<string, Definition> => {
  loaded ??= new Map(
    markShared(loadDefinitions('test/fixtures/environments')).map((definition) => [definition.environment, definition]),
  );
  return loaded;
};

/** Throws `InputError` for an environment that does not exist. */
export const definitionOf = (environment: string): Definition => {
  const definition = fixtureDefinitions().get(environment);
  if (!definition) throw unknownEnvironment(environment, [...fixtureDefinitions().keys()]);
  return definition;
};
