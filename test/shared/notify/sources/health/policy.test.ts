// How severe an event of AWS Health is, by its category.
import { expect, test } from 'vitest';
import type { Severity } from '#core/notification.ts';
import { severityOf } from '#notify/sources/health/policy.ts';

test.each<[category: string | undefined, severity: Severity]>([
  ['issue', 'error'],
  ['investigation', 'warning'],
  ['scheduledChange', 'warning'],
  ['accountNotification', 'info'],
  ['somethingNew', 'warning'],
  [undefined, 'warning'],
])('an event of AWS Health of the category %s is %s, and information once it has ended', (category, severity) => {
  expect(severityOf(category, false)).toBe(severity);
  expect(severityOf(category, true)).toBe('info');
});
