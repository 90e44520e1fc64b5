import { isApplied, isTrouble } from '../calls.ts';
import { readLagMs } from '../read-lag.ts';
import { beginnings } from './history.ts';
import { memoryWrite, sortKeyOf } from './memory-writes.ts';
import type { Found, Invariant } from './violation.ts';

type Known = {
  /** The count now, and since when. */
  count: number;
  since: number;
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
        typeof desired === 'number' ? [[name, { count: desired, since: Number.NEGATIVE_INFINITY }]] : [],
      ),
    );
    const troubled = new Set<string | undefined>();
    let lastStart = Number.NEGATIVE_INFINITY;
    const found: Found[] = [];
    let lowering: { readonly name: string; readonly known: Known } | undefined;
    for (const { at, event } of rehearsal.lines) {
      if (event.type === 'call') {
        if (isTrouble(event)) troubled.add(event.run);
        // Only what is in the table can be known to a later run.
        const [, , run] = sortKeyOf(event.input).match(/^(RUN)#[^#]+#(.+)$/) ?? [];
        if (run !== undefined && event.mutating && isApplied(event))
          lastStart = Math.max(lastStart, begunStart(event.input));
        const write = memoryWrite(event);
        const known = write && services.get(write.name);
        if (known && write && !write.givenBack)
          known.remembered = write.desired === undefined ? undefined : { desired: write.desired, at };
        if (lowering && event.resource === lowering.name && event.function === 'stop') {
          const { name, known: was } = lowering;
          const { remembered, count, since } = was;
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

/** When the run of a report that is written began; never for others than starts that were carried out. */
const begunStart = (input: unknown): number => {
  const { Item } = input as {
    readonly Item?: Readonly<Record<string, { readonly S?: string; readonly L?: unknown[] }>>;
  };
  const isStart = Item?.action?.S === 'start' && ['done', 'partial', 'failed'].includes(Item.outcome?.S ?? '');
  const wasCarriedOut = Item?.outcome?.S !== 'failed' || (Item.resources?.L?.length ?? 0) > 0;
  return isStart && wasCarriedOut ? Date.parse(Item?.startedAt?.S ?? '') : Number.NEGATIVE_INFINITY;
};
