// AWS itself: never the effect of a downtime, and each one is read.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';

const severities = new Map<string, Severity>(
  Object.entries({
    issue: 'error',
    investigation: 'warning',
    scheduledChange: 'warning',
    accountNotification: 'info',
  }),
);

export const severityOf = (category: string | undefined, hasEnded: boolean): Severity =>
  hasEnded ? 'info' : (severities.get(category ?? '') ?? 'warning');

export const policy: Policy = {
  mayBeExpected: never,
  mayBeFolded: never,
  isAccountWide: always,
};
