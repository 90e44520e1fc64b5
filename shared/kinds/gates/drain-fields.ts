// What a definition says of a gate on the way down, and what a look at one sees.
import * as z from 'zod';

/** What the definition decides about a stop whose time to wait is up: it goes on, or what follows stays up. */
export type AtDeadline = 'continue' | 'keep-up';

export const ifNotDrained = z.enum(['continue', 'keep-up'], 'is neither `continue` nor `keep-up`').meta({
  description:
    'What a stop does when `deadlineMinutes.stop` is over and something is left. `continue`: it continues, and the report warns. `keep-up`: what this resource depends on stays up until `reconcile` finds it empty. The report says how much was left in both cases.',
  examples: ['keep-up'],
});

export type DrainObservation<K extends string> = {
  readonly kind: K;
  /** `no-data` is not empty: nobody knows. */
  readonly status: 'empty' | 'not-empty' | 'no-data';
  /** For people: `12 messages left (10 visible, 2 in flight, 0 delayed)`. */
  readonly says: string;
  /** The moment from which on it was so. */
  readonly asOf: number;
};
