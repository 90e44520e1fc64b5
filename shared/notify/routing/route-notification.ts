// Where a message goes: the first route that fits, or the default one. Exactly one route, so that nothing is read twice and
// nothing is lost.

import { fitsPattern } from '#core/name-pattern.ts';
import type { NotificationRoute, Notifications, RouteCondition } from '#definition/definition.ts';
import type { Target } from '#definition/destinations.ts';
import { targetsOf } from '#definition/targets.ts';
import type { Notification } from '#notify/sources.ts';

export type ChosenRoute = {
  /** Of the route; `default` if none fits. */
  readonly route: string;
  /** Each of them gets the message. */
  readonly to: readonly Target[];
  readonly mention?: string;
  readonly emailCopy?: string;
  readonly reason: string;
};

const fitsOne = (name: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => fitsPattern(name, pattern));

/** Key by key, whether it holds. A key that is not there always does. */
const fits = (
  { source, name, severity, state, budget }: RouteCondition,
  about: Pick<Notification, 'source' | 'name' | 'severity' | 'state'>,
): boolean =>
  (source?.includes(about.source) ?? true) &&
  (name === undefined || fitsOne(about.name, name)) &&
  (severity?.includes(about.severity) ?? true) &&
  (state?.includes(about.state) ?? true) &&
  (budget === undefined || (about.source === 'budget' && fitsOne(about.name, budget)));

const reasonOf = ({ when }: NotificationRoute): string =>
  Object.entries(when)
    .map(([key, values]) => `${key} is ${values.join(' or ')}`)
    .join(', ');

// Nobody is called for a return to normal.
const called = (route: NotificationRoute, { state }: Pick<Notification, 'state'>): { mention?: string } =>
  route.mention === undefined || state === 'ok' ? {} : { mention: route.mention };

export const routeNotification = (
  notification: Pick<Notification, 'source' | 'name' | 'severity' | 'state'>,
  notifications: Notifications,
): ChosenRoute => {
  const route = notifications.routes.find(({ when }) => fits(when, notification));
  if (!route) return { route: 'default', to: targetsOf(notifications), reason: 'no other route fits' };
  return {
    route: route.name,
    to: targetsOf(notifications, route),
    ...called(route, notification),
    ...(route.emailCopy === undefined ? {} : { emailCopy: route.emailCopy }),
    reason: reasonOf(route),
  };
};
