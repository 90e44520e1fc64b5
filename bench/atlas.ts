// The environments that are measured: those by which the platform of this repository is operated.
import { chosenFolder } from '#definition/chosen-folder.ts';
import type { Definition } from '#definition/definition.ts';
import { findDefinition } from '#definition/load.ts';

/** Throws `InputError` for one that does not exist. */
export const definitionOf = (environment: string): Definition => findDefinition(environment, chosenFolder);
