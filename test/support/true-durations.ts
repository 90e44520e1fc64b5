// How long things really took in the simulated world, whatever the report says: from the call to the state.
import type { Action } from '#domain/definition.ts';
import { prerequisites } from '#plan/graph.ts';
import { isDown, isUp, walk } from '#sim/history.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';

/** Seconds from the first change of a resource in a run to the moment it was up (or down). */
const trueSeconds = (rehearsal: Rehearsal, action: Action): Map<string, number> => {
  const { definition } = rehearsal.scenario;
  const begun = new Map<string, number>();
  const took = new Map<string, number>();
  const isThere = action === 'start' ? isUp : isDown;
  walk(rehearsal, ({ at, event }) => {
    if (
      event.type === 'call' &&
      event.function === action &&
      event.mutating &&
      event.resource &&
      /^(ecs|rds|kafkaconnect):/.test(event.operation)
    )
      begun.set(event.resource, begun.get(event.resource) ?? at);
    const since = event.type === 'state' ? begun.get(event.resource) : undefined;
    if (
      event.type === 'state' &&
      since !== undefined &&
      !took.has(event.resource) &&
      isThere(definition, event.resource, event.to)
    )
      took.set(event.resource, (at - since) / 1_000);
  });
  return took;
};

/** The least time the run could have taken: the longest chain of true durations. */
export const trueCriticalPathSeconds = (rehearsal: Rehearsal, action: Action): number => {
  const took = trueSeconds(rehearsal, action);
  const after = prerequisites(rehearsal.scenario.definition.resources, action);
  const secondsTo = (name: string): number =>
    (took.get(name) ?? 0) + Math.max(0, ...([...after].find(([one]) => one === name)?.[1] ?? []).map(secondsTo));
  return Math.max(...[...after.keys()].map(secondsTo));
};
