// Many seeded nights, each judged by every invariant. A violation comes with its seed and the trace around it.

import { violationsOf } from '../invariants/all.ts';
import { sortKeyOf } from '../invariants/memory-writes.ts';
import type { Violation } from '../invariants/violation.ts';
import { type Rehearsal, rehearse } from '../rehearsal.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Watcher } from '../simulation.ts';
import type { Traced } from '../trace.ts';

export type NightViolation = Violation & { readonly seed: number; readonly excerpt: readonly Traced[] };

export type Night = {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly violations: readonly NightViolation[];
};

/** Lines of the trace before and after a violation. */
const around = 12;

const mentions = (resource: string | undefined, { event }: Traced): boolean => {
  switch (event.type) {
    case 'invocation':
    case 'report':
    case 'healed':
      return true;
    case 'call':
      if (event.resource !== undefined)
        return event.mutating && (resource === undefined || event.resource === resource);
      if (event.mutating && event.operation.startsWith('cloudwatch:')) return resource === undefined;
      if (!event.mutating || !event.operation.startsWith('dynamodb:')) return false;
      return sortKeyOf(event.input) === `MEMORY#${resource}` || event.operation === 'dynamodb:PutItem';
    case 'alarm':
      return resource === undefined;
    case 'state':
    case 'capacity':
    case 'change':
    case 'in-vain':
      return resource === undefined || event.resource === resource;
    default:
      return false;
  }
};

/** What happened around a violation, as far as it has to do with the resource it is about. */
const excerptOf = (lines: readonly Traced[], { at, resource }: Violation): Traced[] => {
  const shown = lines.filter((line) => mentions(resource, line));
  const after = shown.findIndex((line) => line.at > at);
  const middle = after < 0 ? shown.length : after;
  return shown.slice(Math.max(0, middle - around), middle + around);
};

export const judged = (rehearsal: Rehearsal, seed: number): NightViolation[] =>
  violationsOf(rehearsal).map((violation) => ({ ...violation, seed, excerpt: excerptOf(rehearsal.lines, violation) }));

export type Nights = {
  readonly first: number;
  readonly count: number;
  /** Makes the night of a seed. */
  readonly night: (seed: number) => Scenario;
  readonly watcher?: Watcher;
};

/** Plays so many nights one after the other; the seed of night i is the first one plus i. */
export async function* nights({ first, count, night, watcher }: Nights): AsyncGenerator<Night> {
  for (let seed = first; seed < first + count; seed++) {
    const scenario = night(seed);
    yield { seed, scenario, violations: judged(await rehearse(scenario, watcher), seed) };
  }
}
