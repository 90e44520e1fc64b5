import { limits } from '#run/limits.ts';
import { type Call, changesResources, isApplied } from '../calls.ts';
import { memoryWrite, sortKeyOf } from './memory-writes.ts';
import type { Found, Invariant } from './violation.ts';

const isAboutLease = (call: Call): boolean =>
  call.operation.startsWith('dynamodb:') && sortKeyOf(call.input) === 'LEASE';

const runIn = ({ input }: Call): string | undefined =>
  (input as { readonly Item?: { readonly run?: { readonly S?: string } } }).Item?.run?.S;

/** Answers that show a run whether the lease is still its own. */
const answersAboutHolder = ({ error, operation }: Call): boolean =>
  operation !== 'dynamodb:PutItem' && (error === undefined || error === 'ConditionalCheckFailedException');

/** A call with all its repetitions takes no longer. */
const inFlightMs = 60_000;
/** Changes continue beside the one that learned of the takeover. So long the run that took over waits before it looks. */
const besideMs = limits.takeoverSeconds * 1_000;

/**
 * Only the run that holds the lease changes anything. A run that was taken over may end what it was doing, but makes no
 * change after it has looked at the lease again, nor after it died and was resumed.
 */
export const oneRunAtATime: Invariant = {
  name: 'oneRunAtATime',
  judge({ lines }) {
    const found: Found[] = [];
    let holder: string | undefined;
    /** Runs that were taken over, since when, and whether they have had an occasion to notice. */
    const takenOver = new Map<string, { readonly since: number; readonly sawLoss: boolean }>();
    const isInFlight = (run: string, at: number): boolean => {
      const { since = Number.NEGATIVE_INFINITY, sawLoss = false } = takenOver.get(run) ?? {};
      return at - since <= (sawLoss ? besideMs : inFlightMs);
    };
    for (const { at, event } of lines) {
      if (event.type === 'invocation' && event.phase === 'resumed' && event.run) takenOver.delete(event.run);
      if (event.type !== 'call') continue;
      const { run } = event;
      if (isAboutLease(event)) {
        const own = run === undefined ? undefined : takenOver.get(run);
        if (run !== undefined && own && answersAboutHolder(event)) takenOver.set(run, { ...own, sawLoss: true });
        if (!isApplied(event) || event.operation === 'dynamodb:UpdateItem' || !event.mutating) continue;
        const next = event.operation === 'dynamodb:PutItem' ? runIn(event) : undefined;
        if (holder !== undefined && next !== undefined && next !== holder)
          takenOver.set(holder, { since: at, sawLoss: false });
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
