// From the file as it is written to the definition that everything else works with.
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Resource } from '#kinds/resource.ts';
import { toCleanupRules } from './cleanup-fields.ts';
import type { Definition } from './definition.ts';
import { spread } from './schedule/spread.ts';
import type { EnvironmentFile } from './schema.ts';

type Written = NonNullable<EnvironmentFile['resources'][string]['awakeOn']>;

/** A time alone is a list of one. */
const ownWeek = (written: Written): NonNullable<Resource['awakeOn']> => {
  if (written === 'always') return written;
  const slots = Array.isArray(written) ? written : [written];
  return slots.map((slot) => ({ ...slot, days: slot.days ?? [] }));
};

const toResource = (name: string, entry: EnvironmentFile['resources'][string], startsAlways: boolean): Resource => {
  const { deadlineMinutes, dependsOn, startAlways = startsAlways, awakeOn, ...rest } = entry;
  return {
    ...rest,
    ...(startAlways ? { startAlways } : {}),
    ...(awakeOn === undefined ? {} : { awakeOn: ownWeek(awakeOn) }),
    name: name as ResourceName,
    dependsOn: dependsOn as ResourceName[],
    deadlineSeconds: { start: deadlineMinutes.start * 60, stop: deadlineMinutes.stop * 60 },
  };
};

/** What is left alone may be at work at night, so everything that it depends on, directly or not, stays up for it. */
export const keepingUp = (resources: readonly Resource[]): Resource[] => {
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  const keptUp = new Map<ResourceName, string>();
  const keep = (resource: Resource | undefined, root: ResourceName): void => {
    for (const name of resource?.dependsOn ?? []) {
      if (keptUp.has(name)) continue;
      keptUp.set(name, `kept up: ${root} depends on it and has leaveAlone`);
      keep(byName.get(name), root);
    }
  };
  for (const resource of resources) if (resource.leaveAlone !== undefined) keep(resource, resource.name);
  return resources.map((resource) => {
    const reason = keptUp.get(resource.name);
    return reason === undefined ? resource : { ...resource, keptUp: reason };
  });
};

const toCleanup = ({ cluster, bootstrap, ...rules }: NonNullable<EnvironmentFile['cleanup']>): CleanupDefinition => ({
  cluster,
  ...(bootstrap === undefined ? {} : { bootstrap }),
  ...toCleanupRules(rules),
});

/** Resources keep the order of the file. */
export const toDefinition = ({ resources, cleanup, startAlways, access, ...rest }: EnvironmentFile): Definition => ({
  ...rest,
  schedule: spread(rest.schedule, rest.environment),
  resources: keepingUp(Object.entries(resources).map(([name, entry]) => toResource(name, entry, startAlways))),
  ...(access === undefined ? {} : { access: access === 'cluster' ? { services: access } : access }),
  ...(cleanup === undefined ? {} : { cleanup: toCleanup(cleanup) }),
});
