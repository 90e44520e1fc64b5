// Caches.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';

export const severityOf = (event: string): Severity => {
  if (/fail(?:ed|ure)$/i.test(event)) return 'error';
  return /failover|replace|reboot|recover|delet/i.test(event) ? 'warning' : 'info';
};

export const policy: Policy = {
  mayBeExpected: always,
  mayBeFolded: always,
  isAccountWide: never,
};
