// The dependency graph of an environment, and the stages that follow from it.
import type { Action } from '#core/action.ts';
import type { Graph } from '#core/graph.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Resource } from '#kinds/resource.ts';

/** What each resource has to wait for: its dependencies on start, its dependants on stop. */
export const prerequisites = (resources: readonly Resource[], action: Action): Graph => {
  if (action === 'start') return new Map(resources.map(({ name, dependsOn }) => [name, dependsOn]));
  const dependants = new Map<ResourceName, ResourceName[]>(resources.map(({ name }) => [name, []]));
  for (const { name, dependsOn } of resources)
    for (const dependency of new Set(dependsOn)) dependants.get(dependency)?.push(name);
  return dependants;
};

/** The stages of a start, in order: a resource is in the stage after the last of what it depends on. */
const startStages = (resources: readonly Resource[]): ResourceName[][] => {
  const stageOf = new Map<ResourceName, number>();
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  const place = (name: ResourceName): number => {
    const known = stageOf.get(name);
    if (known !== undefined) return known;
    const stage = 1 + Math.max(-1, ...(byName.get(name)?.dependsOn ?? []).map(place));
    stageOf.set(name, stage);
    return stage;
  };
  const stages: ResourceName[][] = [];
  for (const { name } of resources) {
    const stage = place(name);
    stages[stage] = [...(stages[stage] ?? []), name];
  }
  return stages;
};

/** Stages in the order of execution; a stop goes through the stages of the start backwards. Expects no cycle. */
export const stages = (resources: readonly Resource[], action: Action): ResourceName[][] =>
  action === 'start' ? startStages(resources) : startStages(resources).toReversed();
