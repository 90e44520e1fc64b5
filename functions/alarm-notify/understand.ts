// From what came in to what it says and where it is said.
import { type Presented, present } from '#notify/routing/present.ts';
import type { AlarmNotifyDependencies } from './dependencies.ts';
import type { Incoming } from './event.ts';

export type Understood = Pick<Presented, 'notification' | 'definition' | 'route' | 'message'>;

/** What belongs to no environment that is known goes the way of the function's own. */
export const understand = (
  incoming: Incoming,
  { definition, knownEnvironments, environment }: AlarmNotifyDependencies,
): Understood => present(incoming, { known: knownEnvironments().map(definition), fallback: definition(environment) });
