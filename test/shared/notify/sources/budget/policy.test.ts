// How severe what budgets say is.
import { expect, test } from 'vitest';
import { severityOf } from '#notify/sources/budget/policy.ts';

test.each([
  [100, 'ACTUAL', '> 80', 'error'],
  [99.9, 'ACTUAL', '> 80', 'warning'],
  [120, 'FORECASTED', '> 80', 'warning'],
  [120, 'forecasted', undefined, 'warning'],
  [120, 'ACTUAL', '< 80', 'warning'],
  [120, undefined, undefined, 'error'],
  [undefined, 'ACTUAL', '> 80', 'warning'],
])('a budget of which %s per cent are used, %s %s, is %s', (usedPercent, alertType, threshold, severity) => {
  expect(severityOf(usedPercent, alertType, threshold)).toBe(severity);
});
