// Backup and maintenance windows against a schedule.
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { missedBy, occurrences } from '#definition/schedule/windows-missed.ts';
import { validYaml } from '../wrong-file.ts';

/** Up on weekdays from 08:00 to 20:00 in Fortaleza, which is 11:00 to 23:00 UTC. */
const definition = parseDefinition(validYaml.replace('[mon, tue]', 'weekdays'), 'qa.yaml');
const monday = Date.parse('2026-11-16T12:00:00Z');

describe('a window as AWS writes it', () => {
  it.each([
    ['03:00-03:30', 14, '2026-11-17T03:00:00.000Z', 30],
    ['23:45-00:15', 14, '2026-11-17T23:45:00.000Z', 30],
    ['sun:04:00-sun:04:30', 2, '2026-11-22T04:00:00.000Z', 30],
    ['Sun:23:30-Mon:00:30', 2, '2026-11-22T23:30:00.000Z', 60],
    ['whenever', 0, undefined, undefined],
    ['xyz:04:00-xyz:05:00', 0, undefined, undefined],
  ])('a window as AWS writes it occurs in the coming two weeks: %s', (text, count, first, minutes) => {
    const all = occurrences(text, monday);

    expect(all).toHaveLength(count);
    expect(all[0] && new Date(all[0].fromMs).toISOString()).toBe(first);
    expect(all[0] && (all[0].toMs - all[0].fromMs) / 60_000).toBe(minutes);
  });
});

describe('a window', () => {
  it.each([
    ['in the night', '03:00-03:30', 14],
    ['by day, on working days', '15:00-15:30', 4],
    ['around the stop', '22:45-23:15', 14],
    ['that ends with the stop', '22:30-23:00', 4],
    ['around the start', '10:45-11:15', 14],
    ['on Sunday', 'sun:15:00-sun:15:30', 2],
    ['on Wednesday by day', 'wed:15:00-wed:15:30', 0],
  ])('a window is missed so many times: %s', (_when, text, missed) => {
    expect(missedBy(definition, text, monday).missed).toBe(missed);
  });

  it('a window is never missed where the schedule does not act', () => {
    const paused = { ...definition, schedule: { ...definition.schedule, enabled: false } };
    expect(missedBy(paused, '03:00-03:30', monday)).toEqual({ missed: 0, of: 14 });
  });
});
