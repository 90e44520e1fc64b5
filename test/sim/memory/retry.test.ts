// `retry` in a schedule, as a morning goes on in which RDS has no room for the database until nine.
import { expect, it } from 'vitest';
import { at, type Days, live } from './small-days.ts';

const resources = '  db: { kind: rds-instance, instance: small-db, deadlineMinutes: { start: 10 } }';
const noRoom = { operation: 'rds:StartDBInstance', error: 'InsufficientDBInstanceCapacity', untilMs: at(33) };
const schedule = (start: string, both = ''): Pick<Days, 'schedule'> => ({
  schedule: `${both}  start: { days: every day, at: '08:00'${start} }\n  stop: { days: every day, at: '20:00' }`,
});

it.each<[string, Pick<Days, 'schedule'>, tries: number, status: string]>([
  ['nothing', schedule(''), 3, 'available'],
  ['off', schedule(', retry: off'), 1, 'stopped'],
  ['off for both', schedule('', '  retry: off\n'), 1, 'stopped'],
  ['until 08:20', schedule(", retry: { until: '08:20' }"), 1, 'stopped'],
  ['until 08:45', schedule(", retry: { until: '08:45' }"), 2, 'stopped'],
  ['until 12:00', schedule(", retry: { until: '12:00' }"), 3, 'available'],
  [
    'off for both and until 12:00 for this one',
    schedule(", retry: { until: '12:00' }", '  retry: off\n'),
    3,
    'available',
  ],
])('with retry %s the start is made %i times', async (_, days, tries, status) => {
  const lived = await live({ resources, ...days, to: 36, timeline: [{ at: at(31), do: 'fault', fault: noRoom }] });

  expect(lived.runs.filter((run) => run.startsWith('start'))).toHaveLength(tries);
  expect(lived.after.db?.status).toBe(status);
  expect(lived.violations).toEqual([]);
});
