// From what came in to what it says and where it is said.
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { isOfTopicsPlace } from '#notify/routing/place-of.ts';
import { type Definitions, type Placed, place } from '#notify/routing/present.ts';
import { childNames, withStandings } from '#notify/sources/cloudwatch-alarm/children.ts';
import type { Notification } from '#notify/sources.ts';
import type { Work } from './dependencies.ts';
import type { Incoming } from './event.ts';
import { reasonOf } from './reason.ts';

/** Of a composite alarm which of its alarms fired, and why. Names say nothing in another account or region. */
const withChildren = async (notification: Notification, { alarmStandings, log }: Work): Promise<Notification> => {
  const { detail, state } = notification;
  if (detail.kind !== 'composite-alarm' || state !== 'alarm' || !isOfTopicsPlace(notification)) return notification;
  try {
    return { ...notification, detail: withStandings(detail, await alarmStandings(childNames(detail))) };
  } catch (error) {
    log.warn('CloudWatch does not say which alarm fired', { alarm: notification.name, reason: reasonOf(error) });
    return notification;
  }
};

const placed = async (incoming: Incoming, work: Work, definitions: Definitions): Promise<Placed> =>
  place(await withChildren(recogniseNotification(incoming), work), incoming, definitions);

/**
 * What belongs to no environment that is known goes the way of the function's own. What cannot be read is said as that: a second
 * try would end the same way.
 */
export const placeIncoming = async (incoming: Incoming, work: Work): Promise<Placed> => {
  const { definition, knownEnvironments, environment, log } = work;
  const definitions = { known: knownEnvironments().map(definition), fallback: definition(environment) };
  try {
    return await placed(incoming, work, definitions);
  } catch (error) {
    const { id, deliveryId: notification } = incoming;
    log.warn('a message that cannot be put into words', { notification, reason: reasonOf(error) });
    const body = `A message could not be put into words: ${reasonOf(error)}. It is in the topic that it came by, or in its sender's logs.`;
    const unread = { id, body };
    return place(recogniseNotification(unread), unread, definitions);
  }
};
