// From what came in to what it says and where it is said.
import type { Notification } from '#domain/notification.ts';
import type { SlackMessage } from '#notify/message.ts';
import { recogniseNotification } from '#notify/recognise-notification.ts';
import { renderNotification } from '#notify/render-notification.ts';
import { environmentOf } from '#plan/environment-of.ts';
import { type ChosenRoute, routeNotification } from '#plan/route-notification.ts';
import type { AlarmNotifyDependencies } from './dependencies.ts';
import type { Incoming } from './event.ts';

export type Understood = {
  readonly notification: Notification;
  readonly route: ChosenRoute;
  readonly message: SlackMessage;
};

/** What belongs to no environment that is known goes the way of the function's own. */
export const understand = (incoming: Incoming, deps: AlarmNotifyDependencies): Understood => {
  const notification = recogniseNotification(incoming);
  const known = deps.knownEnvironments().map(deps.definition);
  const definition = environmentOf(notification, known) ?? deps.definition(deps.environment);
  const { message } = renderNotification(incoming);
  return { notification, route: routeNotification(notification, definition.notifications), message };
};
