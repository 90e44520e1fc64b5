// Curfew's own reports: rare, and never the effect of a downtime, which they are about.
import type { Severity } from '#core/notification.ts';
import type { Report } from '#core/report.ts';
import { never, type Policy } from '#notify/policy.ts';

export const severityOfReport = ({ outcome, warnings }: Report): Severity => {
  if (outcome === 'failed') return 'error';
  return ['partial', 'refused', 'stale'].includes(outcome) || warnings.length > 0 ? 'warning' : 'info';
};

export const severityOfCleanup = (outcome: string): Severity => {
  if (outcome === 'done') return 'info';
  return outcome === 'failed' ? 'error' : 'warning';
};

export const policy: Policy = { mayBeExpected: never, mayBeFolded: never, isAccountWide: never };
