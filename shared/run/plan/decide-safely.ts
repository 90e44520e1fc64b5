// A bug in the decision about one resource must not end the run: the others continue, and the report says what happened.
import type { Action } from '#core/action.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { decide } from './decide.ts';

export const bugOf = (error: unknown): string =>
  `a bug in Curfew: ${error instanceof Error ? error.message : String(error)}`;

/** Decides, and makes of a throw an outcome of this resource alone. `by` is there for tests. */
export const decideSafely = (
  action: Action,
  resource: Resource,
  reading: Reading,
  memory: Memory | undefined,
  by: typeof decide = decide,
  wasUp = false,
): Next => {
  try {
    return by(action, resource, reading, memory, wasUp);
  } catch (error) {
    return { kind: 'fail', reason: bugOf(error), code: 'INTERNAL' };
  }
};
