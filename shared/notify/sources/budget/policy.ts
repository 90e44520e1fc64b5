// Money: no downtime is the cause of it, and each one is read.
import type { Severity } from '#core/notification.ts';
import { always, never, type Policy } from '#notify/policy.ts';

// Savings Plans and reservations are worse the less they are used; there the budget is a floor, not a sum.
export const severityOf = (
  usedPercent: number | undefined,
  alertType: string | undefined,
  threshold: string | undefined,
): Severity =>
  alertType?.toUpperCase() === 'FORECASTED' || threshold?.startsWith('<') || (usedPercent ?? 0) < 100
    ? 'warning'
    : 'error';

export const policy: Policy = {
  mayBeExpected: never,
  mayBeFolded: never,
  isAccountWide: always,
};
