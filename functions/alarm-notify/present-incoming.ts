// From an incoming message to its text and its routes.
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { isOfTopicsPlace } from '#notify/routing/place-of.ts';
import { type Definitions, onRoute, type Placed, type Presented, place } from '#notify/routing/present.ts';
import type { ChosenRoute } from '#notify/routing/route-notification.ts';
import { childNames, withStandings } from '#notify/sources/cloudwatch-alarm/children.ts';
import type { Notification } from '#notify/sources.ts';
import type { Work } from './dependencies.ts';
import type { Incoming } from './event.ts';
import { reasonOf } from './reason.ts';

/** Adds which alarms of a composite alarm fired, and why. Only for the own account and region. */
const withChildren = async (notification: Notification, { alarmStandings, log }: Work): Promise<Notification> => {
  const { detail, state } = notification;
  if (detail.kind !== 'composite-alarm' || state !== 'alarm' || !isOfTopicsPlace(notification)) return notification;
  try {
    return { ...notification, detail: withStandings(detail, await alarmStandings(childNames(detail))) };
  } catch (error) {
    log.warn('CloudWatch did not return which alarm fired', { alarm: notification.name, reason: reasonOf(error) });
    return notification;
  }
};

const placed = async (incoming: Incoming, work: Work, definitions: Definitions): Promise<Placed> =>
  place(await withChildren(recogniseNotification(incoming), work), incoming, definitions);

const definitionsOf = ({ definition, knownEnvironments, environment }: Work): Definitions => ({
  known: knownEnvironments().map(definition),
  fallback: definition(environment),
});

/** Replaces a message that cannot be rendered. */
const unreadable = ({ id, deliveryId: notification }: Incoming, error: unknown, work: Work): Placed => {
  work.log.warn('a message that cannot be rendered', { notification, reason: reasonOf(error) });
  const body = `A message could not be rendered: ${reasonOf(error)}. Find it in its SNS topic or in the logs of its sender.`;
  const unread = { id, body };
  return place(recogniseNotification(unread), unread, definitionsOf(work));
};

/**
 * A message of no known environment takes the routes of the function's own. One that cannot be read is posted as unreadable,
 * because a second try would fail too.
 */
export const placeIncoming = async (incoming: Incoming, work: Work): Promise<Placed> => {
  try {
    return await placed(incoming, work, definitionsOf(work));
  } catch (error) {
    return unreadable(incoming, error, work);
  }
};

/** Renders it for a route, or as unreadable if that fails. */
export const renderOnRoute = (known: Placed, route: ChosenRoute, incoming: Incoming, work: Work): Presented => {
  try {
    return onRoute(known, route);
  } catch (error) {
    return onRoute(unreadable(incoming, error, work), route);
  }
};
