// When a resource may begin although what it depends on is not ready yet: by what earlier starts took, it is ready when the resource
// first needs it. Pure.
import type { ResourceName } from '#core/resource.ts';
import type { Flight } from '../loop/flight.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';

export type Standing = {
  readonly plan: Plan;
  readonly flights: ReadonlyMap<ResourceName, Flight>;
  /** Whether what depends on it need not wait for it any more. */
  readonly letsGo: (name: ResourceName) => boolean;
};

const itemsBy = new WeakMap<Plan, ReadonlyMap<ResourceName, PlanItem>>();

const itemOf = (plan: Plan, name: ResourceName): PlanItem | undefined => {
  const known = itemsBy.get(plan) ?? new Map(plan.items.map((item) => [item.resource, item]));
  itemsBy.set(plan, known);
  return known.get(name);
};

/**
 * When one that is not ready is so, in epoch milliseconds: nothing where nobody knows, because it has not begun, tasks of it failed, or it takes
 * longer than it usually does.
 */
const readyAt = (standing: Standing, name: ResourceName, at: number): number | undefined => {
  const { plan, flights, letsGo } = standing;
  const { readyAfterSeconds: takes, early } = itemOf(plan, name) ?? {};
  const flight = flights.get(name);
  // What AWS refused has not begun, and what was tried again begins then.
  if (!flight?.last || flight.lastError || flight.early?.inVain || takes === undefined) return undefined;
  let ready = flight.last.at + takes * 1_000;
  // What it depends on itself keeps it from being ready.
  for (const other of early?.on ?? []) {
    if (letsGo(other)) continue;
    const free = readyAt(standing, other, at);
    if (free === undefined) return undefined;
    ready = Math.max(ready, free + Math.max(0, takes - (early?.needsAfterSeconds ?? takes)) * 1_000);
  }
  return ready > at ? ready : undefined;
};

/** What is refused, or stays down, is so at its first look: what depends on it waits for that much. */
const isMoving = ({ flights }: Standing, name: ResourceName): boolean => {
  const flight = flights.get(name);
  return flight === undefined || flight.seen === true || flight.firstActAt !== undefined;
};

/** When it may begin, in epoch milliseconds: `at` or before where it may now; nothing where it waits. */
export const beginsEarlyAt = (standing: Standing, item: PlanItem, at: number): number | undefined => {
  const { early, after } = item;
  if (!early) return undefined;
  const missing = after.filter((name) => !standing.letsGo(name));
  if (missing.some((name) => !early.on.includes(name))) return undefined;
  if (early.atOnce) return missing.every((name) => isMoving(standing, name)) ? at : undefined;
  if (early.needsAfterSeconds === undefined) return undefined;
  const ready = missing.map((name) => readyAt(standing, name, at));
  if (ready.some((one) => one === undefined)) return undefined;
  return Math.max(...ready.map((one) => one ?? at)) - early.needsAfterSeconds * 1_000;
};
