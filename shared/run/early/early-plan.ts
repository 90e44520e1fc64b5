// What a plan says of the early dependencies of a resource.
import type { ResourceName } from '#core/resource.ts';

/** JSON: it is part of a plan. */
export type EarlyPlan = {
  readonly on: readonly ResourceName[];
  /** It needs them only to serve. */
  readonly atOnce?: true;
  /** It needs them no sooner than so long after its start. Without it, it waits for them. */
  readonly needsAfterSeconds?: number;
  /** When it is expected to begin, in seconds after the run did. */
  readonly beginsAfterSeconds?: number;
};
