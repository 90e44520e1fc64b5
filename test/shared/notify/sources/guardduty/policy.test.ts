// How severe a finding of GuardDuty is, at the edges of its bands.
import { expect, test } from 'vitest';
import type { Severity } from '#core/notification.ts';
import { severityOf } from '#notify/sources/guardduty/policy.ts';

test.each<[score: number | undefined, severity: Severity]>([
  [3.9, 'info'],
  [4, 'warning'],
  [6.9, 'warning'],
  [7, 'error'],
  [8.9, 'error'],
  [9, 'critical'],
  [undefined, 'error'],
])('a finding of GuardDuty with the score %s is %s', (score, severity) => {
  expect(severityOf(score)).toBe(severity);
});
