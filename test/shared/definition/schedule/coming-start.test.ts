// When the next start begins that is to be ready by a time, as status, reports and plans say it.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { nextReadyStart } from '#definition/schedule/coming-start.ts';
import { definitionWith } from '../../../support/weeks.ts';

const zone = 'America/Fortaleza';
const week = (start: string) => definitionWith(`start: ${start}, stop: { days: every day, at: "20:00" }`, zone);
const early = week('{ days: weekdays, readyBy: "08:00", notBefore: "07:00" }');
const evening = Date.parse('2026-11-16T20:05:00-03:00');

/** A start of one morning that took so many minutes. */
const took = (minutes: number): Report =>
  ({
    ...{ action: 'start', outcome: 'done', seconds: minutes * 60, endedAt: '2026-11-16T08:00:00-03:00' },
    resources: [{ resource: 'db', outcome: 'done', seconds: minutes * 60 }],
  }) as unknown as Report;

const localOf = (ms: number | undefined) =>
  ms === undefined ? undefined : new Date(ms - 3 * 3_600_000).toISOString().slice(5, 16);

describe('the next start that is to be ready by a time', () => {
  it.each([
    ['nothing is known: as early as it may', [], '11-17T07:00'],
    ['what starts take, with a margin', [took(10)], '11-17T07:44'],
    ['never before it may', [took(90)], '11-17T07:00'],
  ] as const)('begins: %s', (_, reports, begins) => {
    const found = nextReadyStart(early, evening, reports);

    expect([localOf(found?.beginMs), localOf(found?.slotMs)]).toEqual([begins, '11-17T08:00']);
  });

  it.each([
    ['there is time enough', early, 40, undefined],
    [
      'there is too little time',
      early,
      60,
      'a start takes up to 1 h 16 min, by the last ones and with a margin: more than the 1 h between `notBefore` 07:00 and `readyBy` 08:00; set `notBefore` to 06:44 or earlier, or `readyBy` later',
    ],
    [
      'the day before would be needed',
      week('{ days: weekdays, readyBy: "01:00", notBefore: "00:30" }'),
      90,
      'a start takes up to 1 h 52 min, by the last ones and with a margin: more than the 30 min between `notBefore` 00:30 and `readyBy` 01:00; set `readyBy` later',
    ],
  ] as const)('warns where it does not fit: %s', (_, definition, minutes, warning) => {
    expect(nextReadyStart(definition, evening, [took(minutes)])?.warning).toBe(warning);
  });

  it.each([
    ['the next start has a time of its own', week('{ days: weekdays, at: "08:00" }')],
    ['the schedule is off', { ...early, schedule: { ...early.schedule, enabled: false } }],
    ['there is no start', definitionWith('stop: { days: every day, at: "20:00" }', zone)],
  ])('there is none where %s', (_, definition) => {
    expect(nextReadyStart(definition, evening, [])).toBeUndefined();
  });
});
