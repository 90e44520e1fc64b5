// Databases: what a stop makes RDS say is expected; that AWS started one by itself never is.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';
import type { RdsEvent } from './detail.ts';

/** Restarted by AWS after seven days: it costs money, and nobody asked for it. */
const sevenDays: readonly (string | undefined)[] = ['RDS-EVENT-0153', 'RDS-EVENT-0154'];

export const isSevenDayRestart = (eventId: string | undefined): boolean => sevenDays.includes(eventId);

export const severityOf = (eventId: string, categories: readonly string[], message: string): Severity => {
  if (isSevenDayRestart(eventId)) return 'warning';
  if (categories.some((category) => /failure|low storage/i.test(category))) return 'error';
  if (/\b(?:fail(?:ed|ure)?|unable|incompatible|corrupt|out of (?:storage|memory)|storage.full)\b/i.test(message))
    return 'error';
  return categories.some((category) => /failover|availability/i.test(category)) ? 'warning' : 'info';
};

export const policy: Policy<RdsEvent> = {
  mayBeExpected: ({ detail }) => !isSevenDayRestart(detail.eventId),
  mayBeFolded: always,
  isAccountWide: never,
};
