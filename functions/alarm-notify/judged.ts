// A message with everything that is known of it.
import type { Target } from '#definition/destinations.ts';
import type { Folded } from '#notify/digest/digest.ts';
import { outcomeOf } from '#notify/digest/outcome.ts';
import { mentioning } from '#notify/reminders/reminder.ts';
import type { DowntimeVerdict } from '#notify/routing/planned-downtime.ts';
import type { Presented } from '#notify/routing/present.ts';
import { asOne } from '#notify/routing/route-notification.ts';
import { groupOf } from '#notify/storms/group.ts';
import type { Incoming } from './event.ts';
import { stateName } from './keys.ts';

export type Judged = Presented & {
  readonly incoming: Incoming;
  /** When AWS published it. A queue may have delayed it. */
  readonly publishedMs: number;
  readonly verdict: DowntimeVerdict;
};

const grouped = (group: string | undefined): { group?: string } => (group === undefined ? {} : { group });

export const groupIn = ({ notification, route }: Pick<Judged, 'notification' | 'route'>): string | undefined =>
  groupOf(notification, route.groupBy);

export const digestEntryOf = (
  { incoming, notification, message, publishedMs, route: { mention, groupBy } }: Judged,
  route: Target,
): Folded => ({
  ...grouped(groupOf(notification, groupBy)),
  id: incoming.deliveryId,
  what: notification.contributor ? `${notification.name} (${notification.contributor})` : notification.name,
  state: stateName(notification.state),
  at: new Date(publishedMs).toISOString(),
  outcome: outcomeOf(notification, message),
  severity: notification.severity,
  route,
  ...(notification.at === undefined ? {} : { since: notification.at }),
  ...mentioning(mention),
});

/** A flapping alarm takes the routes of the state ALARM, whichever change was the last. */
export const asAlarm = (judged: Judged): Judged => {
  const { notification } = judged;
  if (notification.state === 'alarm') return { ...judged, route: asOne(judged.routes) };
  const inAlarm = { ...notification, state: 'alarm', severity: 'error' } as const;
  return { ...judged, route: asOne(judged.routesIf(inAlarm)) };
};
