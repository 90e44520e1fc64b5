import type { Definition } from '#definition/definition.ts';
import { isGate } from '#kinds/resource.ts';
import { type Call, changesResources } from '../calls.ts';
import { rehearsalOf } from '../kinds.ts';
import { resourceNamed } from './history.ts';
import { directionAsked, directionOf } from './moves.ts';
import { onlySlotsWake } from './only-slots-wake.ts';
import { snapshotsComeFirst } from './snapshots-come-first.ts';
import type { Found, Invariant, Judged } from './violation.ts';

/** Why a resource must not be changed at all, or nothing. */
const protection = (
  call: Call,
  definition: Definition,
  world: Judged['scenario']['world'],
  madeAgain: ReadonlySet<string>,
): string | undefined => {
  const { resource: name = '' } = call;
  const resource = resourceNamed(definition, name);
  if (!resource) return 'it is not part of the definition';
  if (resource.leaveAlone !== undefined) return 'it has leaveAlone';
  if (resource.keptUp !== undefined && directionOf(call) === 'stop') return 'it is kept up';
  if (resource.alsoIn !== undefined && directionOf(call) === 'stop')
    return `it is ${resource.alsoIn.resource} of ${resource.alsoIn.environment}, too`;
  if (isGate(resource)) return 'it is a gate';
  if (directionAsked(call) !== 'stop') return undefined;
  return madeAgain.has(name)
    ? undefined
    : rehearsalOf(resource.kind).protectedBecause?.(world[name] ?? {}, resource as never);
};

const blueGreen = 'blue/green deployment';

/** Where the deployments cannot be read nothing is refused for them: AWS refuses when it is asked. */
const runsBlindToBlueGreen = (lines: Judged['lines']): ReadonlySet<string> =>
  new Set(
    lines.flatMap(({ event }) =>
      event.type === 'call' && event.operation === 'rds:DescribeBlueGreenDeployments' && event.error && event.run
        ? [event.run]
        : [],
    ),
  );

/** Nothing is even tried with what must never be changed: replicas and their sources, members of clusters, gates; and nothing at all at a time that is no slot. */
export const protectedIsUntouched: Invariant = {
  name: 'protectedIsUntouched',
  judge(rehearsal) {
    const { lines, scenario } = rehearsal;
    const found: Found[] = [...onlySlotsWake(rehearsal), ...snapshotsComeFirst(rehearsal)];
    const blind = runsBlindToBlueGreen(lines);
    /** Another one by the same name has nothing of what protected the old one. */
    const madeAgain = new Set<string>();
    const missing = new Set<string>();
    for (const { at, event } of lines) {
      if (event.type === 'change' && event.facts.missing === true) missing.add(event.resource);
      if (event.type === 'change' && event.facts.missing === false && missing.delete(event.resource))
        madeAgain.add(event.resource);
      // Alarms are no resources; `alarmsInStep` judges what is done to them.
      if (event.type !== 'call' || !changesResources(event) || event.operation.startsWith('cloudwatch:')) continue;
      const why = protection(event, scenario.definition, scenario.world, madeAgain);
      if (why === undefined || (why.includes(blueGreen) && blind.has(event.run ?? ''))) continue;
      const { resource, operation, run } = event;
      found.push({
        at,
        ...(resource ? { resource } : {}),
        detail: `${run} called ${operation} of ${resource}, but ${why}`,
      });
    }
    return found;
  },
};
