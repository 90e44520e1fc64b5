import type { Definition } from '#definition/definition.ts';
import { readLagMs } from '../read-lag.ts';
import { beginnings, isDown, pastOf } from './history.ts';
import { directionOf } from './moves.ts';
import type { Found, Invariant } from './violation.ts';

const dependantsOf = ({ resources }: Definition): ReadonlyMap<string, readonly string[]> =>
  new Map(
    resources.map(({ name }) => [
      name,
      resources.filter(({ dependsOn }) => dependsOn.includes(name)).map((one) => one.name),
    ]),
  );

/**
 * Nothing is stopped before everything that depends on it has been really gone since the run began: tasks stopped, not only
 * counted as zero. What others start afterwards is not Curfew's.
 */
export const stopsAfterDependants: Invariant = {
  name: 'stopsAfterDependants',
  judge(rehearsal) {
    const { definition } = rehearsal.scenario;
    const past = pastOf(rehearsal);
    const began = beginnings(rehearsal);
    const dependants = dependantsOf(definition);
    const found: Found[] = [];
    for (const { at, event } of rehearsal.lines) {
      if (event.type !== 'call' || directionOf(event) !== 'stop' || event.resource === undefined) continue;
      const { resource, run } = event;
      const since = (began.get(run ?? '') ?? at) - readLagMs;
      for (const name of dependants.get(resource) ?? [])
        if (!past.ever(name, since, at, (status) => isDown(definition, name, status)))
          found.push({ at, resource, detail: `${resource} was stopped by ${run} although ${name} was not down` });
    }
    return found;
  },
};
