import { type Call, changesResources, isApplied } from '../calls.ts';
import { memoryWrite, sortKeyOf } from '../memory-writes.ts';
import type { Found, Invariant } from './violation.ts';

const isAboutLease = (call: Call): boolean =>
  call.operation.startsWith('dynamodb:') && sortKeyOf(call.input) === 'LEASE';

const runIn = ({ input }: Call): string | undefined =>
  (input as { readonly Item?: { readonly run?: { readonly S?: string } } }).Item?.run?.S;

/** Answers that tell a run whether the lease is still its own. */
const tells = ({ error, operation }: Call): boolean =>
  operation !== 'dynamodb:PutItem' && (error === undefined || error === 'ConditionalCheckFailedException');

/** A call with all its repetitions takes no longer. */
const inFlightMs = 60_000;

/**
 * Only the run that holds the lease changes anything. A run that was taken over may end what it was doing, but makes no
 * change after it has looked at the lease again, nor after it died and was resumed.
 */
export const oneRunAtATime: Invariant = {
  name: 'oneRunAtATime',
  judge({ lines }) {
    const found: Found[] = [];
    let holder: string | undefined;
    /** Runs that were taken over, since when, and that have had no occasion to notice yet. */
    const unaware = new Map<string, number>();
    const isInFlight = (run: string, at: number): boolean =>
      at - (unaware.get(run) ?? Number.NEGATIVE_INFINITY) <= inFlightMs;
    for (const { at, event } of lines) {
      if (event.type === 'invocation' && event.phase === 'resumed' && event.run) unaware.delete(event.run);
      if (event.type !== 'call') continue;
      const { run } = event;
      if (isAboutLease(event)) {
        if (run !== undefined && tells(event)) unaware.delete(run);
        if (!isApplied(event) || event.operation === 'dynamodb:UpdateItem' || !event.mutating) continue;
        const next = event.operation === 'dynamodb:PutItem' ? runIn(event) : undefined;
        if (holder !== undefined && next !== undefined && next !== holder) unaware.set(holder, at);
        holder = next;
      } else if (
        (changesResources(event) || memoryWrite(event)) &&
        isApplied(event) &&
        run !== undefined &&
        run !== holder &&
        !isInFlight(run, at)
      )
        found.push({
          at,
          ...(event.resource === undefined ? {} : { resource: event.resource }),
          detail: `${run} made ${event.operation}${event.resource ? ` of ${event.resource}` : ''} while ${holder ?? 'nobody'} had the lease`,
        });
    }
    return found;
  },
};
