// Which pages are made from the code, and from what.
import { environmentJsonSchema } from '#definition/json-schema.ts';
import { definitionPage } from './definition-page.ts';
import type { Node } from './definition-rows.ts';
import { permissionsPage } from './permissions-page.ts';

export const generatedPages: Readonly<Record<string, () => string>> = {
  'docs/definition.md': () => definitionPage(environmentJsonSchema() as Node),
  'docs/permissions.md': permissionsPage,
};
