// From what came in to what it says and where it is said.
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { isOfTopicsPlace } from '#notify/routing/place-of.ts';
import { type Placed, place } from '#notify/routing/present.ts';
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

/** What belongs to no environment that is known goes the way of the function's own. */
export const placeIncoming = async (incoming: Incoming, work: Work): Promise<Placed> => {
  const { definition, knownEnvironments, environment } = work;
  const notification = await withChildren(recogniseNotification(incoming), work);
  return place(notification, incoming, {
    known: knownEnvironments().map(definition),
    fallback: definition(environment),
  });
};
