import { expect, test } from 'vitest';
import { renderDuration, renderTime } from '#notify/rendering/time.ts';

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [44.6, '45 s'],
  [59.7, '1 min'],
  [372, '6 min 12 s'],
  [3_600, '1 h 0 min'],
  [5_430, '1 h 30 min'],
])('a duration of %d seconds reads %j', (seconds, text) => {
  expect(renderDuration(seconds)).toBe(text);
});

test.each([
  ['2026-11-20T20:00:00-03:00', '<!date^1795215600^{date_short_pretty} {time}|2026-11-20 20:00 -03:00>'],
  ['2026-11-20T23:00:00.999Z', '<!date^1795215600^{date_short_pretty} {time}|2026-11-20 23:00 Z>'],
  ['2026-11-20T20:00:00', '2026-11-20T20:00:00'],
  ['2026-11-41T20:00:00Z', '2026-11-41T20:00:00Z'],
  ['Fri Nov 20 2026 (<!channel>)', 'Fri Nov 20 2026 (&lt;!channel&gt;)'],
])('the time %j is written %j', (iso, text) => {
  expect(renderTime(iso)).toBe(text);
});
