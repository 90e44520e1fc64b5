// How severe Curfew's own reports are.
import { expect, test } from 'vitest';
import type { Report } from '#core/report.ts';
import { policy, severityOfCleanup, severityOfReport } from '#notify/sources/curfew/policy.ts';
import { recognised } from '../recognised.ts';

test.each<[Report['outcome'], readonly string[], string]>([
  ['done', [], 'info'],
  ['done', ['look'], 'warning'],
  ['partial', [], 'warning'],
  ['refused', [], 'warning'],
  ['stale', [], 'warning'],
  ['failed', [], 'error'],
  ['failed', ['look'], 'error'],
  ['superseded', [], 'info'],
  ['duplicate', [], 'info'],
])('a report %s with the warnings %j is %s', (outcome, warnings, severity) => {
  expect(severityOfReport({ outcome, warnings } as unknown as Report)).toBe(severity);
});

test.each([
  ['done', 'info'],
  ['failed', 'error'],
  ['partial', 'warning'],
])('a cleanup that is %s is %s', (outcome, severity) => {
  expect(severityOfCleanup(outcome)).toBe(severity);
});

test('a report is never expected, never folded and about one environment', () => {
  const of = recognised({ kind: 'text' } as never);

  expect([policy.mayBeExpected(of), policy.mayBeFolded(of), policy.isAccountWide(of)]).toEqual([false, false, false]);
});
