// A plan in parts that a checkpoint takes: the engine stores 256 KB of a step's result, and a plan grows with the number of
// resources. What follows from the definition is left out and put back.
import type { Action } from '#core/action.ts';
import { shortened } from '#core/bytes.ts';
import type { Definition } from '#definition/definition.ts';
import { prerequisites, stages } from '#definition/dependency-graph.ts';
import type { Plan, PlanItem } from './plan.ts';

const itemsPerPart = 150;
const reasonMax = 500;

/** JSON: it is the result of a step. */
export type PlanPart = Pick<Plan, 'memories' | 'outlived' | 'wereUp' | 'theirs' | 'orphans' | 'warnings'> & {
  readonly items: readonly Omit<PlanItem, 'after'>[];
};

export const partsOf = ({ resources }: Pick<Definition, 'resources'>): number =>
  Math.max(1, Math.ceil(resources.length / itemsPerPart));

/** Memories of what the definition no longer names go with the first part, as does what is reported of the whole. */
export const partOf = (plan: Plan, index: number): PlanPart => {
  const items = plan.items.slice(index * itemsPerPart, (index + 1) * itemsPerPart);
  const own = new Set(items.map(({ resource }) => resource));
  const planned = new Set(plan.items.map(({ resource }) => resource));
  const isHere = (name: PlanItem['resource']): boolean => own.has(name) || (index === 0 && !planned.has(name));
  const outlived = plan.outlived?.filter(isHere) ?? [];
  const wereUp = plan.wereUp?.filter(isHere) ?? [];
  const theirs = Object.entries(plan.theirs ?? {}).filter(([name]) => isHere(name as PlanItem['resource']));
  return {
    items: items.map(({ after: _, ...item }) => ({ ...item, reason: shortened(item.reason, reasonMax) })),
    memories: plan.memories.filter(({ resource }) => isHere(resource)),
    ...(outlived.length > 0 ? { outlived } : {}),
    ...(wereUp.length > 0 ? { wereUp } : {}),
    ...(theirs.length > 0 ? { theirs: Object.fromEntries(theirs) } : {}),
    ...(index === 0 && plan.orphans ? { orphans: plan.orphans } : {}),
    ...(index === 0 && plan.warnings ? { warnings: plan.warnings } : {}),
  };
};

export const wholePlan = (action: Action, definition: Definition, parts: readonly PlanPart[]): Plan => {
  const after = prerequisites(definition.resources, action);
  const outlived = parts.flatMap((part) => part.outlived ?? []);
  const wereUp = parts.flatMap((part) => part.wereUp ?? []);
  const theirs = Object.assign({}, ...parts.map((part) => part.theirs));
  const orphans = parts.flatMap((part) => part.orphans ?? []);
  const warnings = parts.flatMap((part) => part.warnings ?? []);
  return {
    environment: definition.environment,
    action,
    stages: stages(definition.resources, action),
    items: parts.flatMap(({ items }) => items.map((item) => ({ ...item, after: after.get(item.resource) ?? [] }))),
    memories: parts.flatMap(({ memories }) => memories),
    ...(outlived.length > 0 ? { outlived } : {}),
    ...(wereUp.length > 0 ? { wereUp } : {}),
    ...(Object.keys(theirs).length > 0 ? { theirs } : {}),
    ...(orphans.length > 0 ? { orphans } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
};
