// From what came in to what it says and where it is said.
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { isOfTopicsPlace } from '#notify/routing/place-of.ts';
import { type Definitions, onRoute, type Placed, type Presented, place } from '#notify/routing/present.ts';
import type { ChosenRoute } from '#notify/routing/route-notification.ts';
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

const definitionsOf = ({ definition, knownEnvironments, environment }: Work): Definitions => ({
  known: knownEnvironments().map(definition),
  fallback: definition(environment),
});

/** That it is there is all that can be said of it. */
const unreadable = ({ id, deliveryId: notification }: Incoming, error: unknown, work: Work): Placed => {
  work.log.warn('a message that cannot be put into words', { notification, reason: reasonOf(error) });
  const body = `A message could not be put into words: ${reasonOf(error)}. It is in the topic that it came by, or in its sender's logs.`;
  const unread = { id, body };
  return place(recogniseNotification(unread), unread, definitionsOf(work));
};

/**
 * What belongs to no environment that is known goes the way of the function's own. What cannot be read is said as that: a second
 * try would end the same way.
 */
export const placeIncoming = async (incoming: Incoming, work: Work): Promise<Placed> => {
  try {
    return await placed(incoming, work, definitionsOf(work));
  } catch (error) {
    return unreadable(incoming, error, work);
  }
};

/** On a route of it, in words, if it can be put into words. */
export const inWords = (known: Placed, route: ChosenRoute, incoming: Incoming, work: Work): Presented => {
  try {
    return onRoute(known, route);
  } catch (error) {
    return onRoute(unreadable(incoming, error, work), route);
  }
};
