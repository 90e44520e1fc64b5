// How `dependsOn` is written: the name of a resource, or the name with what is special about the dependency.
import * as z from 'zod';
import type { ResourceName } from '#core/resource.ts';
import { flag } from '#kinds/fields.ts';

const help =
  'Start before this dependency is ready: so early that, by what the last starts took, it is ready when the resource first needs it. Databases and caches start at once. Without three earlier starts the resource waits as usual. A stop does not change.';
const early = flag(true, help).default(false);
const on = z.string().meta({ description: 'The resource that must be ready first.', examples: ['camunda-db'] });

/** Of any value, as a file that is wrong elsewhere is checked, too. */
export const nameOfDependency = (written: unknown): unknown =>
  typeof written === 'object' && written !== null && 'on' in written ? written.on : written;

const rule = 'is neither the name of a resource nor such as `{ on: camunda-db, early: true }`';
const description =
  'Resources in this file that must be ready before this one starts. A stop uses the reverse order. `{ on: camunda-db, early: true }` lets it start early enough to be ready sooner.';

export const dependsOn = z
  .array(z.union([z.string(), z.strictObject({ on, early })], rule))
  .check(({ value, issues }) => {
    const names = value.map(nameOfDependency);
    const wrong = { code: 'custom', message: 'is listed twice', params: { remedy: 'remove one' } } as const;
    for (const [index, input] of names.entries())
      if (names.indexOf(input) < index) issues.push({ ...wrong, input, path: [index] });
  })
  .meta({ uniqueItems: true, description, examples: [['camunda-db']] })
  .default([]);

/** Every dependency counts as one, early or not; those that are early are listed beside them. */
export const toDependencies = (written: z.output<typeof dependsOn>) => {
  const names = (all: typeof written) => all.map(nameOfDependency) as ResourceName[];
  const early = written.filter((one) => typeof one === 'object' && one.early);
  return { dependsOn: names(written), ...(early.length > 0 ? { early: names(early) } : {}) };
};
