// From what came in to what it says and where it is said.
import { type Presented, present } from '#notify/routing/present.ts';
import type { AlarmNotifyDependencies } from './dependencies.ts';
import type { Incoming } from './event.ts';
import { reasonOf } from './reason.ts';

export type PresentedIncoming = Pick<Presented, 'notification' | 'definition' | 'route' | 'message'>;

/**
 * What belongs to no environment that is known goes the way of the function's own. What cannot be put into words is said as that:
 * a second try would end the same way.
 */
export const presentIncoming = (
  incoming: Incoming,
  { definition, knownEnvironments, environment, log }: AlarmNotifyDependencies,
): PresentedIncoming => {
  const definitions = { known: knownEnvironments().map(definition), fallback: definition(environment) };
  try {
    return present(incoming, definitions);
  } catch (error) {
    const { id, deliveryId: notification } = incoming;
    log.warn('a message that cannot be put into words', { notification, reason: reasonOf(error) });
    const body = `A message could not be put into words: ${reasonOf(error)}. It is in the topic that it came by, or in its sender's logs.`;
    return present({ id, body }, definitions);
  }
};
