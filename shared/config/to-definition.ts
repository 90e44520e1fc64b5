// From the file as it is written to the definition that everything else works with.
import type { CleanupDefinition } from '#domain/cleanup.ts';
import type { Definition } from '#domain/definition.ts';
import type { Resource, ResourceName } from '#domain/resource.ts';
import { toCleanupRules } from './cleanup-fields.ts';
import type { EnvironmentFile } from './schema.ts';

const toResource = (name: string, entry: EnvironmentFile['resources'][string]): Resource => {
  const { deadlineMinutes, dependsOn, ...rest } = entry;
  return {
    ...rest,
    name: name as ResourceName,
    dependsOn: dependsOn as ResourceName[],
    deadlineSeconds: { start: deadlineMinutes.start * 60, stop: deadlineMinutes.stop * 60 },
  };
};

const toCleanup = ({ cluster, bootstrap, ...rules }: NonNullable<EnvironmentFile['cleanup']>): CleanupDefinition => ({
  cluster,
  ...(bootstrap === undefined ? {} : { bootstrap }),
  ...toCleanupRules(rules),
});

/** Resources keep the order of the file. */
export const toDefinition = ({ resources, cleanup, ...rest }: EnvironmentFile): Definition => ({
  ...rest,
  resources: Object.entries(resources).map(([name, entry]) => toResource(name, entry)),
  ...(cleanup === undefined ? {} : { cleanup: toCleanup(cleanup) }),
});
