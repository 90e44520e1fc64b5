// Security: never the effect of a downtime, and each one is read.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';

/** GuardDuty's own bands. A finding without a score is taken seriously. */
export const severityOf = (score = 7): Severity => {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'error';
  return score >= 4 ? 'warning' : 'info';
};

export const policy: Policy = {
  mayBeExpected: never,
  mayBeFolded: never,
  isAccountWide: always,
};
