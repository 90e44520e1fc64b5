// From the file as it is written to the definition that everything else works with.
import type { Definition } from '#domain/definition.ts';
import type { Resource, ResourceName } from '#domain/resource.ts';
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

/** Resources keep the order of the file. */
export const toDefinition = ({ resources, ...rest }: EnvironmentFile): Definition => ({
  ...rest,
  resources: Object.entries(resources).map(([name, entry]) => toResource(name, entry)),
});
