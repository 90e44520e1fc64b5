// Undo only our own. What has a status and no count is remembered as stopped by Curfew before a stop changes it, and as taken
// down by somebody else when a stop finds it down. A start brings up everything but the latter. Pure.
import type { Action } from '#core/action.ts';
import type { Effect } from './effect.ts';
import type { Memory } from './memory.ts';
import type { Next } from './next.ts';
import type { Observation } from './observation.ts';
import type { Kind, Resource } from './resource.ts';
import { standingOf } from './standing.ts';
import type { TakenDown } from './taken-down.ts';

/** A service has its count, a cache its replicas, and a cluster of MSK is never down. */
type WithStatus = Exclude<Kind, 'ecs-service' | 'elasticache-replication-group' | 'msk-cluster'>;

type DownMemory = Extract<Memory, TakenDown<WithStatus>>;

export const isDownMemory = (memory: Memory | undefined): memory is DownMemory =>
  memory !== undefined && 'downBy' in memory;

/** Kinds of which a stop remembers who took them down. */
export const remembersWho = (kind: Kind): kind is WithStatus =>
  kind !== 'ecs-service' && kind !== 'elasticache-replication-group' && kind !== 'msk-cluster';

type Known = {
  readonly resource: Resource;
  readonly seen: Observation;
  readonly memory: Memory | undefined;
  /** It was up after the last run, or Curfew was never here: if it is found down, somebody else took it down. */
  readonly wasUp: boolean;
};

const remember = (kind: WithStatus, downBy: TakenDown<WithStatus>['downBy']): Effect =>
  ({ do: 'remember', kind, downBy }) as Effect;

const word = ({ status }: Observation): string => status.toLowerCase();

const onStop = (kind: WithStatus, next: Next, { resource, seen, memory, wasUp }: Known): Next => {
  const isKnown = isDownMemory(memory) && !memory.givenBack;
  if (next.kind === 'act') return isKnown ? next : { ...next, effects: [remember(kind, 'curfew'), ...next.effects] };
  if (next.kind !== 'ready' || standingOf(seen) !== 'down') return next;
  if (isKnown) {
    if (memory.downBy === 'curfew' || resource.startAlways) return next;
    return {
      ...next,
      reason: `${next.reason}: somebody else did that before ${memory.run}; a start leaves it unchanged`,
    };
  }
  if (!wasUp || resource.startAlways) return next;
  const reason = `already ${word(seen)} by somebody else before this stop: the next start leaves it down unless startAlways is true`;
  return { kind: 'act', effects: [remember(kind, 'somebody')], reason, warning: reason, final: true, untouched: true };
};

const onStart = (next: Next, { resource, seen, memory }: Known): Next => {
  if (!isDownMemory(memory)) return next;
  if (memory.downBy === 'somebody' && !resource.startAlways && standingOf(seen) === 'down')
    return {
      kind: 'ready',
      reason: `left down: already ${word(seen)} by somebody else before ${memory.run}; start it by hand, or set startAlways: true`,
      staysDown: true,
    };
  const forget: Effect = { do: 'forget', capturedBy: memory.run };
  if (next.kind === 'act') return { ...next, effects: [...next.effects, forget] };
  if (next.kind !== 'ready') return next;
  return { kind: 'act', effects: [forget], reason: next.reason, final: true, untouched: true };
};

/** What a decision becomes by what is remembered of who took the resource down. */
export const mindingOwners = (action: Action, next: Next, known: Known): Next => {
  const { kind } = known.resource;
  if (!remembersWho(kind)) return next;
  return action === 'stop' ? onStop(kind, next, known) : onStart(next, known);
};
