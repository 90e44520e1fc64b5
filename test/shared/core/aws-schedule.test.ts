import { describe, expect, it } from 'vitest';
import { firings } from '#core/aws-schedule.ts';

/** From a Thursday evening to the Monday after, in UTC. */
const weekend = { afterMs: Date.parse('2026-11-19T20:00:00Z'), untilMs: Date.parse('2026-11-23T12:00:00Z') };
const told = (expression: string, timeZone = 'UTC', between = weekend) =>
  firings(expression, timeZone, between)?.map((ms) => new Date(ms).toISOString().slice(0, 16));

describe('a schedule of AWS fires', () => {
  it.each<[string, string, string[]]>([
    ['cron(30 7 ? * MON-FRI *)', 'on weekdays', ['2026-11-20T07:30', '2026-11-23T07:30']],
    [
      'cron(30 7 ? * 1,7 *)',
      'on days by number, of which Sunday is the first',
      ['2026-11-21T07:30', '2026-11-22T07:30'],
    ],
    ['cron(0 */12 21 NOV ? 2026)', 'every so many hours of a day', ['2026-11-21T00:00', '2026-11-21T12:00']],
    ['cron(0/30 22 19 11 ? *)', 'from a minute on', ['2026-11-19T22:00', '2026-11-19T22:30']],
    ['cron(0 8 * * ? 2027)', 'in its year only', []],
    ['at(2026-11-20T05:00:00)', 'once', ['2026-11-20T05:00']],
    ['at(2026-11-19T05:00:00)', 'not before the time asked for', []],
  ])('the schedule %s of AWS fires %s', (expression, _when, moments) => {
    expect(told(expression)).toEqual(moments);
  });

  it('a schedule of AWS fires by the time of its zone, across a change of the clock', () => {
    const between = { afterMs: Date.parse('2026-10-24T12:00:00Z'), untilMs: Date.parse('2026-10-26T12:00:00Z') };

    expect(told('cron(0 7 * * ? *)', 'Europe/Berlin', between)).toEqual(['2026-10-25T06:00', '2026-10-26T06:00']);
  });

  it('a schedule of AWS fires not at the moment that is excluded, but at the one that is the last', () => {
    const [first, last] = [Date.parse('2026-11-20T07:30:00Z'), Date.parse('2026-11-21T07:30:00Z')];

    expect(firings('cron(30 7 * * ? *)', 'UTC', { afterMs: first, untilMs: last })).toEqual([last]);
  });

  it.each(['rate(1 day)', 'cron(0 8 15W * ? *)', 'cron(0 8 * * ?)', 'every morning', 'at(tomorrow)'])(
    'nobody can say when a schedule of AWS fires: %s',
    (expression) => {
      expect(firings(expression, 'UTC', weekend)).toBeUndefined();
    },
  );

  it('nobody can say when a schedule of AWS fires in a zone that does not exist', () => {
    expect(firings('cron(0 8 * * ? *)', 'Atlantis/Center', weekend)).toBeUndefined();
  });
});
