// Which places a message goes to, and what each of them is called. Pure.
import type { Definition, NotificationRoute, Notifications } from './definition.ts';
import { type DestinationKind, type Destinations, destinationKinds, type Target } from './destinations.ts';

const kindsIn = (settings: Destinations): DestinationKind[] =>
  destinationKinds.filter((kind) => settings[kind] !== undefined);

/** What fits no route goes to Slack, or to the only destination that there is. */
const defaultKinds = (notifications: Destinations & Pick<Notifications, 'to'>): readonly DestinationKind[] => {
  const kinds = kindsIn(notifications);
  return notifications.to ?? (kinds.includes('slack') ? ['slack'] : kinds);
};

/** Of a route that names none, those that it has settings of its own for; the default ones if it has none. */
const kindsOf = (notifications: Notifications, route: NotificationRoute | undefined): readonly DestinationKind[] => {
  if (route === undefined) return defaultKinds(notifications);
  const own = kindsIn(route);
  return route.to ?? (own.length > 0 ? own : defaultKinds(notifications));
};

/** Of a route, or without one of what fits none. What has no settings anywhere is refused by `curfew validate`. */
export const targetsOf = (notifications: Notifications, route?: NotificationRoute): readonly Target[] =>
  kindsOf(notifications, route).flatMap((kind) => {
    const settings = route?.[kind] ?? notifications[kind];
    return settings === undefined ? [] : [{ kind, ...settings } as Target];
  });

/**
 * Distinguishes destinations: for turns, for what was delivered, for what is known of a thing. Holds no secret, only names.
 */
export const keyOf = (target: Target): string => {
  switch (target.kind) {
    case 'slack':
      // The key of a webhook has always been the name of its secret.
      return target.webhookSecret ?? `slack|${target.botTokenSecret}|${target.channel}`;
    case 'jira':
      return `jira|${target.site}|${target.project}`;
    case 'email':
      return `email|${target.topic}`;
    default:
      return `${target.kind}|${target.secret}`;
  }
};

/** The name of the secret that it takes to reach it; a topic takes none. */
export const secretOf = (target: Target): string | undefined => {
  switch (target.kind) {
    case 'slack':
      return target.webhookSecret ?? target.botTokenSecret;
    case 'email':
      return undefined;
    default:
      return target.secret;
  }
};

/** For people. */
export const labelOf = (target: Target): string => {
  switch (target.kind) {
    case 'slack':
      return target.channel;
    case 'pagerduty':
      return `PagerDuty (${target.secret})`;
    case 'teams':
      return `Microsoft Teams (${target.secret})`;
    case 'jira':
      return `Jira ${target.project} of ${target.site}`;
    case 'webhook':
      return `webhook (${target.secret})`;
    case 'email':
      return `e-mail (${target.topic})`;
  }
};

/** Every place that messages of an environment may go to, once. */
export const allTargets = ({ notifications }: Pick<Definition, 'notifications'>): readonly Target[] => {
  const all = [undefined, ...notifications.routes].flatMap((route) => targetsOf(notifications, route));
  return [...new Map(all.map((target) => [keyOf(target), target])).values()];
};
