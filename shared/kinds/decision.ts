// The contract of a decision: what one kind of resource does about what was seen of it. Pure.
import type { Action } from '#core/action.ts';
import type { Memory } from './memory.ts';
import type { Next } from './next.ts';
import type { ObservationOf } from './observation.ts';
import type { Kind, ResourceOf } from './resource.ts';

type MemoryOf<K extends Kind> = Extract<Memory, { kind: K }>;

type Known<K extends Kind> = {
  readonly resource: ResourceOf<K>;
  readonly seen: ObservationOf<K>;
  readonly memory: MemoryOf<K> | undefined;
};

/** `up`: not where a stop leaves it. `down`: where a stop leaves it, stopped by anyone. */
export type Standing = 'up' | 'down' | 'other';

/** What is known of a memory. Who stopped something is shown alike for all kinds; a kind that remembers more says what. */
export type Remembering<M> = {
  /** What there is to restore: `3 tasks`, `2 replicas`. */
  readonly remembered: (memory: M) => string;
  /** A change of Curfew is still to be undone. */
  readonly isOwed: (memory: M) => boolean;
};

type OwnMemory<K extends Kind> = Exclude<MemoryOf<K>, { readonly downBy: unknown }>;

export type KindDecision<K extends Kind> = ([OwnMemory<K>] extends [never] ? unknown : Remembering<OwnMemory<K>>) & {
  /** What is asked, seen and remembered in; the next thing to do out. */
  readonly towards: (action: Action, known: Known<K>) => Next;
  /** Whether a look found it up or down: for what is remembered of it. */
  readonly standing: (seen: ObservationOf<K>) => Standing;
};

/** Of what is counted: tasks, replicas. */
export const standingOfCount = (count: number): Standing => (count > 0 ? 'up' : 'down');
