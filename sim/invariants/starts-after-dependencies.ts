import { readLagMs } from '../read-lag.ts';
import { mayBeEarly, neededBy } from './early-starts.ts';
import { beginnings, canServe, pastOf, resourceNamed } from './history.ts';
import { directionOf } from './moves.ts';
import { type Owned, walkOwners } from './owners.ts';
import type { Found, Invariant } from './violation.ts';

const wasKeptAtZero = ({ desired, wish, raisedAt }: Owned, sinceMs: number): boolean =>
  (desired === 0 && wish === 0) || raisedAt >= sinceMs;

/**
 * Nothing is started before everything it depends on has been up since the run began; what its owner keeps at zero is not
 * waited for, and an early dependency need not be up yet. What others take down afterwards is not ours.
 */
export const startsAfterDependencies: Invariant = {
  name: 'startsAfterDependencies',
  judge(rehearsal) {
    const { definition } = rehearsal.scenario;
    const past = pastOf(rehearsal);
    const began = beginnings(rehearsal);
    const found: Found[] = [];
    walkOwners(rehearsal, ({ at, event }, owners) => {
      if (event.type !== 'call' || directionOf(event) !== 'start') return;
      const since = (began.get(event.run ?? '') ?? at) - readLagMs;
      const dependant = resourceNamed(definition, event.resource ?? '');
      for (const name of dependant ? neededBy(rehearsal, dependant) : []) {
        const owned = owners.get(name);
        if (owned && wasKeptAtZero(owned, since)) continue;
        if (past.ever(name, since, at, (status) => canServe(definition, name, status))) continue;
        if (dependant && mayBeEarly(rehearsal, past, { dependant, needed: name, sinceMs: since, at })) continue;
        found.push({
          at,
          resource: event.resource ?? '',
          detail: `${event.resource} was started by ${event.run} although ${name} was not up`,
        });
      }
    });
    return found;
  },
};
