// How severe events of RDS are whose id nobody has documented.
import { expect, test } from 'vitest';
import { severityOf } from '#notify/sources/rds/policy.ts';

test.each([
  ['RDS-EVENT-9999', [], 'all is well', 'info'],
  ['RDS-EVENT-9999', [], 'the upgrade failed', 'error'],
  ['RDS-EVENT-9999', ['Failure'], 'something', 'error'],
  ['RDS-EVENT-9999', ['Availability'], 'something', 'warning'],
  ['RDS-EVENT-9999', ['notification', 'failover'], 'something', 'warning'],
  ['RDS-EVENT-9999', ['unheard of'], 'something', 'info'],
  [undefined, ['low storage'], 'it cannot continue', 'error'],
])('an event %s of the categories %j that says %j is %s', (id, categories, message, severity) => {
  expect(severityOf(id, categories, message)).toBe(severity);
});
