// Which resource waits for which.
import type { ResourceName } from './resource.ts';

export type Graph = ReadonlyMap<ResourceName, readonly ResourceName[]>;

/** One dependency cycle as a path that ends where it began, or nothing. */
export const findCycle = (graph: Graph): ResourceName[] | undefined => {
  const finished = new Set<ResourceName>();
  const visit = (name: ResourceName, path: readonly ResourceName[]): ResourceName[] | undefined => {
    const again = path.indexOf(name);
    if (again >= 0) return [...path.slice(again), name];
    if (finished.has(name)) return undefined;
    for (const next of graph.get(name) ?? []) {
      const cycle = visit(next, [...path, name]);
      if (cycle) return cycle;
    }
    finished.add(name);
    return undefined;
  };
  for (const name of graph.keys()) {
    const cycle = visit(name, []);
    if (cycle) return cycle;
  }
  return undefined;
};
