// Chooses the routes of a message: the first that matches, and later ones if it has `continue`. Without a match, the default route.
// Each destination appears once, so nobody gets a message twice.

import type { Severity } from '#core/notification.ts';
import type { GroupKey, NotificationRoute, Notifications } from '#definition/definition.ts';
import type { Target } from '#definition/destinations.ts';
import { keyOf, targetsOf } from '#definition/targets.ts';
import type { Notification } from '#notify/sources.ts';
import { type About, type Around, describeCondition, describeConditions, unmet } from './conditions.ts';

export type ChosenRoute = {
  /** Name of the route; `default` if none matches. */
  readonly route: string;
  /** The targets that get the message. */
  readonly to: readonly Target[];
  readonly mention?: string;
  readonly emailCopy?: string;
  /** The severity on this route. */
  readonly severity?: Severity;
  /** The group for digests. */
  readonly groupBy?: readonly GroupKey[];
  /** The interval after which an alarm that is still in alarm is posted again. */
  readonly repeatMs?: number;
  readonly reason: string;
};

// A return to normal mentions nobody.
const called = (route: NotificationRoute, { state }: Pick<Notification, 'state'>): { mention?: string } =>
  route.mention === undefined || state === 'ok' ? {} : { mention: route.mention };

// A return to normal keeps its severity.
const rated = ({ severity }: NotificationRoute, { state }: Pick<Notification, 'state'>): { severity?: Severity } =>
  severity === undefined || state === 'ok' ? {} : { severity };

const grouped = (...choices: readonly (readonly GroupKey[] | undefined)[]): { groupBy?: readonly GroupKey[] } => {
  const groupBy = choices.find((one) => one !== undefined);
  return groupBy === undefined ? {} : { groupBy };
};

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };

const repeated = (...choices: readonly (string | undefined)[]): { repeatMs?: number } => {
  const after = choices.find((one) => one !== undefined);
  const ms = Number.parseInt(after ?? '', 10) * (unitMs[after?.at(-1) ?? ''] ?? Number.NaN);
  return ms > 0 ? { repeatMs: ms } : {};
};

const chosen = (route: NotificationRoute, about: About, notifications: Notifications): ChosenRoute => ({
  route: route.name,
  to: targetsOf(notifications, route),
  ...called(route, about),
  ...(route.emailCopy === undefined ? {} : { emailCopy: route.emailCopy }),
  ...rated(route, about),
  ...grouped(route.groupBy, notifications.groupBy),
  ...repeated(route.repeatAfter, notifications.repeatAfter),
  reason: describeConditions(route.when),
});

/** A target in several routes stays in the first one with a mention, or else in the first. */
const uniqueTargets = (routes: readonly ChosenRoute[]): ChosenRoute[] => {
  const owners = new Map<string, ChosenRoute>();
  for (const route of routes)
    for (const target of route.to) {
      const owner = owners.get(keyOf(target));
      if (owner === undefined || (owner.mention === undefined && route.mention !== undefined))
        owners.set(keyOf(target), route);
    }
  const each = routes.map((route) => ({
    ...route,
    to: route.to.filter((target) => owners.get(keyOf(target)) === route),
  }));
  const nonEmpty = each.filter(({ to, emailCopy }) => to.length > 0 || emailCopy !== undefined);
  return nonEmpty.length > 0 ? nonEmpty : each.slice(0, 1);
};

/** The routes in order; never empty. */
export const routesFor = (about: About, notifications: Notifications, around: Around = {}): ChosenRoute[] => {
  const found: ChosenRoute[] = [];
  for (const route of notifications.routes) {
    if (unmet(route.when, about, around) !== undefined) continue;
    found.push(chosen(route, about, notifications));
    if (route.continue !== true) return uniqueTargets(found);
  }
  const reason = found.length === 0 ? 'no other route matches' : 'every matching route continues to the next one';
  const last = {
    route: 'default',
    to: targetsOf(notifications),
    ...grouped(notifications.groupBy),
    ...repeated(notifications.repeatAfter),
    reason,
  };
  return uniqueTargets([...found, last]);
};

/** Merges the routes into one, for messages that summarise many: flapping, or alarms left by a downtime. */
export const asOne = (routes: readonly ChosenRoute[]): ChosenRoute => {
  const mention = routes.find((one) => one.mention !== undefined)?.mention;
  const emailCopy = routes.find((one) => one.emailCopy !== undefined)?.emailCopy;
  return {
    route: routes.map(({ route }) => route).join(', '),
    to: routes.flatMap(({ to }) => to),
    ...(mention === undefined ? {} : { mention }),
    ...(emailCopy === undefined ? {} : { emailCopy }),
    reason: routes[0]?.reason ?? '',
  };
};

/** The first route. */
export const routeNotification = (about: About, notifications: Notifications, around: Around = {}): ChosenRoute => {
  const [first] = routesFor(about, notifications, around);
  return first ?? { route: 'default', to: targetsOf(notifications), reason: 'no other route matches' };
};

/** The routes that did not match, each with its first condition that does not hold. For people. */
export const passedBy = (about: About, { routes }: Notifications, around: Around): string[] => {
  const last = routes.findIndex((one) => one.continue !== true && unmet(one.when, about, around) === undefined);
  return routes.slice(0, last === -1 ? routes.length : last).flatMap((route) => {
    const key = unmet(route.when, about, around);
    return key === undefined ? [] : [`not ${route.name}, which requires that ${describeCondition(route.when, key)}`];
  });
};

/** The severity by the rules of the environment, before routing. */
export const severityByRule = (about: About, { rules = [] }: Notifications, around: Around): Severity | undefined =>
  about.state === 'ok' ? undefined : rules.find(({ when }) => unmet(when, about, around) === undefined)?.severity;
