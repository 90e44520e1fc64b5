// What an invariant finds, and the form that every invariant has.
import type { Rehearsal } from '../rehearsal.ts';

/** `resource` is the resource that it is about, where it is about one. */
export type Found = { readonly at: number; readonly detail: string; readonly resource?: string };
export type Violation = Found & { readonly invariant: string };

/** What an invariant needs to know of a rehearsal: the trace and the definition, never the plan. */
export type Judged = Pick<Rehearsal, 'scenario' | 'lines' | 'before' | 'after' | 'reports'>;
export type Invariant = { readonly name: string; readonly judge: (rehearsal: Judged) => Found[] };
