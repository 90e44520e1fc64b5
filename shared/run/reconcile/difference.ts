// What of an environment is not as wanted. Pure.
import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import type { Memory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { decideSafely } from '../plan/decide-safely.ts';

export type Difference = { readonly resource: ResourceName; readonly next: Next };

type Seen = {
  readonly definition: Definition;
  readonly readings: ReadonlyMap<ResourceName, Reading>;
  readonly memories: readonly Memory[];
};

/**
 * A service that is down and whose zero is not remembered yet is down anyway, and one that is steady is up, although
 * something is remembered that the next run will forget. A service that idles is up: only a start has to have it awake.
 */
const changesNothing: ReadonlySet<string> = new Set(['remember', 'forget', 'awake']);

const onlyKeepsBooks = (next: Next): boolean =>
  next.kind === 'act' && next.effects.every((effect) => changesNothing.has(effect.do));

const nextOf = (action: Action, resource: Resource, { readings, memories }: Seen): Next | undefined => {
  const reading = readings.get(resource.name);
  if (!reading || reading.state === 'unreadable') return undefined;
  const memory = memories.find((one) => one.resource === resource.name);
  return decideSafely(action, resource, reading, memory);
};

/** What a start leaves down, because somebody else had taken it down; what cannot be read is not known to be up again. */
export const leftDown = (seen: Seen): ReadonlySet<string> =>
  new Set(
    seen.definition.resources.flatMap((resource) => {
      const next = nextOf('start', resource, seen);
      return !next || (next.kind === 'ready' && next.staysDown) ? [resource.name] : [];
    }),
  );

/** Everything that is not as wanted. What cannot be read at the moment is not known to be wrong. */
export const differences = (action: Action, seen: Seen): Difference[] =>
  seen.definition.resources.flatMap((resource) => {
    // Nobody has started what AWS does not have.
    if (action === 'stop' && seen.readings.get(resource.name)?.state === 'absent') return [];
    const next = nextOf(action, resource, seen);
    const isNews = next && next.kind !== 'ready' && !onlyKeepsBooks(next);
    return isNews ? [{ resource: resource.name, next }] : [];
  });

/**
 * What is left in a queue matters where a stop waited for it in vain: that stop is made again when it is empty. Otherwise nobody has
 * started anything by it.
 */
export const isOfNoRun = ({ resource, next }: Difference, failed: ReadonlySet<string>): boolean =>
  next.kind === 'wait' && next.atDeadline !== undefined && !failed.has(resource);

export const namesMax = 10;

/** A text grows with the number of resources only so far. */
export const names = (differing: readonly { readonly resource: string }[]): string => {
  const first = differing.slice(0, namesMax).map(({ resource }) => resource);
  const more = differing.length - first.length;
  return more > 0 ? `${first.join(', ')} and ${more} more` : first.join(', ');
};

export const isDoneOrSkipped = ({ outcome }: Report['resources'][number]): boolean =>
  outcome === 'done' || outcome === 'skipped';
