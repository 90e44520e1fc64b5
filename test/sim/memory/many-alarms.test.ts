// More alarms than a checkpoint of the engine, an item of the table or a message takes with their names.
import { expect, it } from 'vitest';
import { violationsOf } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { daysOf } from './small-days.ts';

it('a thousand six hundred alarms with the longest names are muted, expected, and counted in the reports', async () => {
  const scenario = daysOf({
    resources: '  db: { kind: rds-instance, instance: small-db }',
    more: "alarms: { mute: ['atlas-*'] }",
    to: 33,
  });
  const names = Array.from({ length: 1_600 }, (_, index) => `atlas-${index}-`.padEnd(255, 'ä'));
  const quiet = { muted: false, disabled: false, scales: false, whenMissing: 'INSUFFICIENT_DATA' as const };
  const night = await rehearse({ ...scenario, alarms: names.map((name) => ({ ...quiet, name, watches: 'db' })) });
  const [stop, start] = night.reports;

  expect(night.reports.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual(['stop done', 'start done']);
  expect([stop?.alarmsMuted.length, stop?.alarmsMutedCount, stop?.warnings]).toEqual([100, 1_600, []]);
  expect(start?.warnings).toEqual([]);
  const fired = night.lines.filter(({ event }) => event.type === 'alarm' && event.actions === 'fired');
  expect(fired).toEqual([]);
  expect(violationsOf(night)).toEqual([]);
});
