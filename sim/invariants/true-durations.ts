// How long things really took in the simulated world, independent of the report: from the call to the state.

import type { Action } from '#core/action.ts';
import type { Graph } from '#core/graph.ts';
import type { ResourceName } from '#core/resource.ts';
import { prerequisites } from '#definition/dependency-graph.ts';
import type { Rehearsal } from '../rehearsal.ts';
import { isDown, isUp, resourceNamed, walk } from './history.ts';
import { movesSomething } from './moves.ts';

type TrueDuration = {
  /** What AWS took for it, from the first call to the goal. */
  readonly seconds: number;
  /** How much of that others had to wait: nothing for a cache, which serves while its replicas come back. */
  readonly awaitedSeconds: number;
};

export type TrueDurations = ReadonlyMap<string, TrueDuration>;

const changing = /^(ecs|rds|kafkaconnect|elasticache):/;

/** Or a call that moves a resource of some kind one way. */
const isChanging = (operation: string): boolean => changing.test(operation) || movesSomething(operation);

/** A cache comes back in several changes, of which the pauses between them are not AWS's: what each of them took. */
type Change = { readonly from: number; to: number; over: boolean };

/** Every change of each resource in a run, from the call to the state that ended it. */
const changesOf = (rehearsal: Rehearsal, action: Action): Map<string, Change[]> => {
  const { definition } = rehearsal.scenario;
  const all = new Map<string, Change[]>();
  const isThere = action === 'start' ? isUp : isDown;
  walk(rehearsal, ({ at, event }) => {
    if (event.type === 'call' && event.function === action && event.mutating && event.resource) {
      const isCache = event.operation.startsWith('elasticache:');
      const changes = all.get(event.resource) ?? [];
      if (isChanging(event.operation) && (isCache || changes.length === 0))
        all.set(event.resource, [...changes, { from: at, to: at, over: false }]);
    }
    const change = event.type === 'state' ? all.get(event.resource)?.at(-1) : undefined;
    if (event.type !== 'state' || !change || change.over) return;
    const isCache = resourceNamed(definition, event.resource)?.kind === 'elasticache-replication-group';
    if (!isCache && !isThere(definition, event.resource, event.to)) return;
    change.to = at;
    change.over = !isCache;
  });
  return all;
};

export const trueDurations = (rehearsal: Rehearsal, action: Action): TrueDurations =>
  new Map(
    [...changesOf(rehearsal, action)].map(([name, changes]) => {
      const seconds = changes.reduce((total, { from, to }) => total + (to - from) / 1_000, 0);
      const kind = resourceNamed(rehearsal.scenario.definition, name)?.kind;
      const serves = action === 'start' && kind === 'elasticache-replication-group';
      return [name, { seconds, awaitedSeconds: serves ? 0 : seconds }];
    }),
  );

/** The longest chain through the graph: the least time in which everything could have been there. */
export const longestChainSeconds = (durations: TrueDurations, after: Graph): number => {
  const known = new Map<ResourceName, number>();
  /** When a resource could have begun at the earliest. */
  const earliest = (name: ResourceName): number => {
    const seconds =
      known.get(name) ??
      Math.max(0, ...(after.get(name) ?? []).map((one) => earliest(one) + (durations.get(one)?.awaitedSeconds ?? 0)));
    known.set(name, seconds);
    return seconds;
  };
  return Math.max(0, ...[...after.keys()].map((name) => earliest(name) + (durations.get(name)?.seconds ?? 0)));
};

/** The least time the run could have taken: the longest chain of true durations. */
export const trueCriticalPathSeconds = (rehearsal: Rehearsal, action: Action): number =>
  longestChainSeconds(trueDurations(rehearsal, action), prerequisites(rehearsal.scenario.definition.resources, action));
