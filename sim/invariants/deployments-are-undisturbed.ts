import { changesResources, isApplied } from '../calls.ts';
import type { Found, Invariant } from './violation.ts';

/** A call that was under way when a deployment took an expired lease takes no longer, with all its repetitions. */
const inFlightMs = 60_000;

/** While a deployment has the lease nothing that it may be deploying to is changed. */
export const deploymentsAreUndisturbed: Invariant = {
  name: 'deploymentsAreUndisturbed',
  judge({ lines }) {
    const found: Found[] = [];
    let deploying: { readonly holder: string; readonly since: number } | undefined;
    for (const { at, event } of lines) {
      if (event.type === 'deployment' && event.phase === 'began') deploying = { holder: event.holder, since: at };
      if (event.type === 'deployment' && event.phase === 'ended') deploying = undefined;
      if (!deploying || at - deploying.since <= inFlightMs) continue;
      if (event.type !== 'call' || !changesResources(event) || !isApplied(event)) continue;
      found.push({
        at,
        ...(event.resource === undefined ? {} : { resource: event.resource }),
        detail: `${event.run} called ${event.operation} while ${deploying.holder} had the lease`,
      });
    }
    return found;
  },
};
