// Notifications that were expected are stored one by one, so that a repeated delivery counts once; they are read as counts.
import type { Expected, ExpectedNotification } from '#core/expectation.ts';

export const countedBy = (notifications: readonly ExpectedNotification[]): Expected[] =>
  [...Map.groupBy(notifications, ({ what }) => what)]
    .map(([what, same]) => ({ what, times: same.length }))
    .sort((left, right) => (left.what < right.what ? -1 : 1));
