// The content of a file, with the defaults filled in: what two versions of a definition are compared by.
import type { Definition } from '../definition.ts';
import { type EnvironmentFile, environmentFile } from '../schema.ts';
import { toDefinition } from '../to-definition.ts';

export type { EnvironmentFile } from '../schema.ts';

/** Of content that was validated before. Throws what zod throws for any other. */
export const fileContent = (content: unknown): EnvironmentFile => environmentFile.parse(content);

export const definitionIn = (file: EnvironmentFile): Definition => toDefinition(file);
