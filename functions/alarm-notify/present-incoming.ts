// From what came in to what it says and where it is said.
import { type Presented, present } from '#notify/routing/present.ts';
import type { AlarmNotifyDependencies } from './dependencies.ts';
import type { Incoming } from './event.ts';

export type PresentedIncoming = Pick<Presented, 'notification' | 'definition' | 'route' | 'message' | 'environment'>;

/** What belongs to no environment that is known goes the way of the function's own. */
export const presentIncoming = (
  incoming: Incoming,
  { definition, knownEnvironments, environment }: AlarmNotifyDependencies,
): PresentedIncoming =>
  present(incoming, { known: knownEnvironments().map(definition), fallback: definition(environment) });
