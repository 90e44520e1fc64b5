// The contract of a decision: what one kind of resource does about what was seen of it. Pure.
import type { Action } from '#core/action.ts';
import type { Memory } from './memory.ts';
import type { Next } from './next.ts';
import type { ObservationOf } from './observation.ts';
import type { Kind, ResourceOf } from './resource.ts';

export type Known<K extends Kind> = {
  readonly resource: ResourceOf<K>;
  readonly seen: ObservationOf<K>;
  readonly memory: Extract<Memory, { kind: K }> | undefined;
};

/** `up`: not where a stop leaves it. `down`: where a stop leaves it, whoever took it there. */
export type Standing = 'up' | 'down' | 'other';

export type KindDecision<K extends Kind> = {
  /** What is asked, seen and remembered in; the next thing to do out. */
  readonly towards: (action: Action, known: Known<K>) => Next;
  /** Whether a look found it up or down: for what is remembered of it. */
  readonly standing: (seen: ObservationOf<K>) => Standing;
};

/** Of what is counted: tasks, replicas. */
export const standingOfCount = (count: number): Standing => (count > 0 ? 'up' : 'down');
