// From the stored content of a version to the definition that everything else works with, by the code that is deployed.
import { OperationError } from '#core/errors.ts';
import type { Definition } from '../definition.ts';
import { environmentFile } from '../schema.ts';
import { toDefinition } from '../to-definition.ts';
import type { DefinitionVersion } from './version.ts';

const first = ({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string =>
  `${path.map(String).join('.')} ${message}`.trim();

/** Which resources another environment changes, too, is not in a file, but was known to whoever applied it. */
const withAlsoIn = (definition: Definition, alsoIn: NonNullable<DefinitionVersion['alsoIn']>): Definition => ({
  ...definition,
  resources: definition.resources.map((one) => {
    const other = alsoIn[one.name];
    return other ? { ...one, alsoIn: other } : one;
  }),
});

/** What was valid when it was applied, for the code of that time. Throws `OperationError` if it no longer is. */
export const definitionIn = ({ environment, version, content, alsoIn }: DefinitionVersion): Definition => {
  const parsed = environmentFile.safeParse(content);
  if (parsed.success) {
    const definition = toDefinition(parsed.data);
    return alsoIn ? withAlsoIn(definition, alsoIn) : definition;
  }
  const [issue, ...others] = parsed.error.issues;
  const more = others.length > 0 ? `, and ${others.length} more` : '';
  throw new OperationError(
    'INVALID',
    `definition v${version} of ${environment} is not valid for this release (${issue ? first(issue) : 'unknown'}${more}). Correct the file and apply it: curfew apply FILE`,
  );
};
