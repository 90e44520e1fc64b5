// Every destination by its name. Each is loaded when something is sent there for the first time: in the bundle it is a file of
// its own, so that nobody waits for destinations that they do not use.
import type { DestinationKind } from '#definition/destinations.ts';
import type { Destination, DestinationParts, MakeDestination } from './destination.ts';

const modules: { readonly [K in DestinationKind]: () => Promise<{ readonly destination: MakeDestination<K> }> } = {
  slack: () => import('./slack/destination.ts'),
  pagerduty: () => import('./pagerduty/destination.ts'),
  teams: () => import('./teams/destination.ts'),
  jira: () => import('./jira/destination.ts'),
  webhook: () => import('./webhook/destination.ts'),
  email: () => import('./email/destination.ts'),
};

export type LoadDestination = (kind: DestinationKind) => Promise<Destination>;

/** Made once and kept. */
export const destinations = (parts: DestinationParts): LoadDestination => {
  const made = new Map<DestinationKind, Promise<Destination>>();
  const make = async (kind: DestinationKind): Promise<Destination> => (await modules[kind]()).destination(parts);
  return (kind) => {
    const known = made.get(kind) ?? make(kind);
    made.set(kind, known);
    return known;
  };
};
