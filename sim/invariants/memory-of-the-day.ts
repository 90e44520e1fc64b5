import { isApplied, isTrouble } from '../calls.ts';
import { readLagMs } from '../read-lag.ts';
import { beginnings } from './history.ts';
import { memoryWrite, sortKeyOf } from './memory-writes.ts';
import type { Found, Invariant } from './violation.ts';

type Known = {
  /** The count now, and since when. */
  count: number;
  since: number;
  /** When the last start that had to do with it began. */
  lastStart: number;
  /** What is remembered of it, and since when. */
  remembered?: { readonly desired: number; readonly at: number } | undefined;
};

/**
 * A stop that takes a service down after a start has come between remembers what it has by then, not what an earlier stop
 * remembered. Runs to which AWS did not answer are not judged: they may not have known.
 */
export const memoryOfTheDay: Invariant = {
  name: 'memoryOfTheDay',
  judge(rehearsal) {
    const begun = beginnings(rehearsal);
    const services = new Map<string, Known>(
      Object.entries(rehearsal.before).flatMap(([name, { desired }]) =>
        typeof desired === 'number'
          ? [[name, { count: desired, since: Number.NEGATIVE_INFINITY, lastStart: Number.NEGATIVE_INFINITY }]]
          : [],
      ),
    );
    const troubled = new Set<string | undefined>();
    const found: Found[] = [];
    let lowering: { readonly name: string; readonly known: Known } | undefined;
    for (const { at, event } of rehearsal.lines) {
      if (event.type === 'call') {
        if (isTrouble(event)) troubled.add(event.run);
        // Only what is in the table can be known to a later run.
        const [, , run] = sortKeyOf(event.input).match(/^(RUN)#[^#]+#(.+)$/) ?? [];
        const start = run !== undefined && event.mutating && isApplied(event) ? begunStart(event.input) : undefined;
        for (const [name, known] of start ? services : [])
          if (start?.isAbout(name)) known.lastStart = Math.max(known.lastStart, start.at);
        const write = memoryWrite(event);
        const known = write && services.get(write.name);
        if (known && write && !write.givenBack)
          known.remembered = write.desired === undefined ? undefined : { desired: write.desired, at };
        if (lowering && event.resource === lowering.name && event.function === 'stop') {
          const { name, known: was } = lowering;
          const { remembered, count, since, lastStart } = was;
          const hadSeen = since + readLagMs < (begun.get(event.run ?? '') ?? at);
          const isOld = remembered !== undefined && remembered.at < lastStart;
          if (isOld && hadSeen && remembered.desired !== count && !troubled.has(event.run))
            found.push({
              at,
              resource: name,
              detail: `${event.run} took ${name} down from ${count} tasks and remembers ${remembered.desired}, from before the last start`,
            });
        }
        lowering = undefined;
      }
      if (event.type !== 'capacity') continue;
      const known = services.get(event.resource);
      if (!known || event.desired === known.count) continue;
      if (event.by === 'curfew' && event.desired === 0) lowering = { name: event.resource, known: { ...known } };
      services.set(event.resource, { ...known, count: event.desired, since: at });
    }
    return found;
  },
};

type Written = {
  readonly only?: unknown;
  readonly action?: { readonly S?: string };
  readonly outcome?: { readonly S?: string };
  readonly startedAt?: { readonly S?: string };
  readonly resources?: { readonly L?: readonly { readonly M?: { readonly resource?: { readonly S?: string } } }[] };
};

/** When the run of a report that is written began, and what it was about; nothing for others than starts that were carried out. */
const begunStart = (input: unknown): { readonly at: number; isAbout(name: string): boolean } | undefined => {
  const { Item: { only, action, outcome, startedAt, resources } = {} } = input as { readonly Item?: Written };
  const isStart = action?.S === 'start' && ['done', 'partial', 'failed'].includes(outcome?.S ?? '');
  const wasCarriedOut = outcome?.S !== 'failed' || (resources?.L?.length ?? 0) > 0;
  if (!isStart || !wasCarriedOut) return undefined;
  const isAbout = (name: string): boolean =>
    only === undefined || resources?.L?.some(({ M }) => M?.resource?.S === name) === true;
  return { at: Date.parse(startedAt?.S ?? ''), isAbout };
};
