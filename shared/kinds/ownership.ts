// Undo only our own. What has a status and no count is remembered as stopped by Curfew before a stop changes it, and as stopped
// by somebody else when a stop finds it down. A start brings up everything but the latter. Pure.
import type { Action } from '#core/action.ts';
import type { kindDefinitions } from './definitions.ts';
import type { Effect } from './effect.ts';
import type { RememberedOf } from './kind-definition.ts';
import type { Memory } from './memory.ts';
import type { Next } from './next.ts';
import { definitionOf, type Kind, type Resource } from './resource.ts';
import type { TakenDown } from './taken-down.ts';

/** A service has its count, a cache its replicas, and a cluster of MSK is never down. */
type WithStatus = {
  [K in Kind]: RememberedOf<(typeof kindDefinitions)[K]> extends TakenDown<K> ? K : never;
}[Kind];

type DownMemory = Extract<Memory, TakenDown<WithStatus>>;

const isDownMemory = (memory: Memory | undefined): memory is DownMemory => memory !== undefined && 'downBy' in memory;

/** Kinds of which a stop remembers who took them down. */
export const remembersWho = (kind: Kind): kind is WithStatus => definitionOf(kind).remembersWho === true;

type Known = {
  readonly resource: Resource;
  readonly status: string;
  /** A look found it where a stop leaves it. */
  readonly isDown: boolean;
  readonly memory: Memory | undefined;
  /** It was up after the last run, or Curfew was never here: if it is found down, somebody else took it down. */
  readonly wasUp: boolean;
};

const remember = (kind: WithStatus, downBy: TakenDown<WithStatus>['downBy']): Effect =>
  ({ do: 'remember', kind, downBy }) as Effect;

const onStop = (kind: WithStatus, next: Next, { resource, status, isDown, memory, wasUp }: Known): Next => {
  const isKnown = isDownMemory(memory) && !memory.givenBack;
  if (next.kind === 'act') return isKnown ? next : { ...next, effects: [remember(kind, 'curfew'), ...next.effects] };
  if (next.kind !== 'ready' || !isDown) return next;
  if (isKnown) {
    if (memory.downBy === 'curfew' || resource.startAlways) return next;
    return {
      ...next,
      reason: `${next.reason}: somebody else did that before ${memory.run}; a start leaves it unchanged`,
    };
  }
  if (!wasUp || resource.startAlways) return next;
  const reason = `already ${status.toLowerCase()} by somebody else before this stop: the next start leaves it down unless startAlways is true`;
  return { kind: 'act', effects: [remember(kind, 'somebody')], reason, warning: reason, final: true, untouched: true };
};

const onStart = (next: Next, { resource, status, isDown, memory }: Known): Next => {
  if (!isDownMemory(memory)) return next;
  if (memory.downBy === 'somebody' && !resource.startAlways && isDown)
    return {
      kind: 'ready',
      reason: `left down: already ${status.toLowerCase()} by somebody else before ${memory.run}; start it by hand, or set startAlways: true`,
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
