// How `dependsOn` is written: the name of a resource, or the name with what is special about the dependency.
import * as z from 'zod';
import type { ResourceName } from '#core/resource.ts';
import { flag } from '#kinds/fields.ts';

const early = flag(
  true,
  'The resource may start before this dependency is ready: so early that, by what the last starts took, the dependency is ready when the resource first needs it. Databases and caches start at once. Without earlier starts it waits as usual. A stop does not change.',
).default(false);

const withOptions = z
  .strictObject({
    on: z.string('is not the name of a resource').meta({
      description: 'The resource that must be ready first.',
      examples: ['camunda-db'],
    }),
    early,
  })
  .meta({ examples: [{ on: 'camunda-db', early: true }] });

type Written = string | { readonly on: string; readonly early: boolean };

/** Of any value, as a file that is wrong elsewhere is checked, too. */
export const nameOfDependency = (written: unknown): unknown =>
  typeof written === 'object' && written !== null && 'on' in written ? written.on : written;

export const dependsOn = z
  .array(
    z.union(
      [z.string(), withOptions],
      'is neither the name of a resource nor such as `{ on: camunda-db, early: true }`',
    ),
  )
  .check(({ value, issues }) => {
    const names = value.map(nameOfDependency);
    const params = { remedy: 'remove one' };
    for (const [index, input] of names.entries())
      if (names.indexOf(input) < index)
        issues.push({ code: 'custom', input, path: [index], message: 'is listed twice', params });
  })
  .meta({
    uniqueItems: true,
    description:
      'Resources in this file that must be ready before this one starts. A stop uses the reverse order. `{ on: camunda-db, early: true }` lets it start early enough to be ready sooner.',
    examples: [['camunda-db']],
  })
  .default([]);

/** Every dependency counts as one, early or not; those that are early are listed beside them. */
export const toDependencies = (
  written: readonly Written[],
): { readonly dependsOn: readonly ResourceName[]; readonly early?: readonly ResourceName[] } => {
  const names = written.map((one) => nameOfDependency(one) as ResourceName);
  const early = names.filter((_, index) => {
    const one = written[index];
    return typeof one === 'object' && one.early;
  });
  return { dependsOn: names, ...(early.length > 0 ? { early } : {}) };
};
