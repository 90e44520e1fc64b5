// The decision about one resource: a pure function of the desired state, what was seen and what is remembered.

import type { Action } from '#core/action.ts';
import { assertNever } from '#core/errors.ts';
import { decideSeen } from '#kinds/decisions.ts';
import { atDeadlineOf } from '#kinds/gates/drain.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { unlessShared } from './also-in.ts';
import { leftAlone } from './leave-alone.ts';

/** What AWS does not have cannot run, whether it was deleted or never there. */
const notFound = (action: Action): Next => ({
  kind: 'refuse',
  reason: 'not found in AWS; check its name in the definition',
  code: 'NOT_FOUND',
  ...(action === 'stop' ? { isGone: true } : {}),
});

/** What could not be read is never stopped: it waits until it can be read, or fails when it never will be. */
const decideRead = (
  action: Action,
  resource: Resource,
  reading: Reading,
  memory: Memory | undefined,
  wasUp: boolean,
): Next => {
  switch (reading.state) {
    case 'seen':
      return decideSeen(action, resource, reading.observation, memory, wasUp);
    case 'absent':
      return resource.optional ? { kind: 'ready', reason: 'optional and not deployed' } : notFound(action);
    case 'unreadable':
      return reading.retryable
        ? { kind: 'wait', reason: `cannot be read now: ${reading.code}`, ...atDeadlineOf(action, resource) }
        : { kind: 'fail', reason: `cannot be read: ${reading.message}`, code: reading.code };
    default:
      return assertNever(reading);
  }
};

/** `wasUp`: if it is found down with no stored count of it, somebody else than Curfew took it down. */
export const decide = (
  action: Action,
  resource: Resource,
  reading: Reading,
  memory: Memory | undefined,
  wasUp = false,
): Next =>
  unlessShared(
    action,
    resource,
    leftAlone(action, resource, decideRead(action, resource, reading, memory, wasUp), memory),
  );
