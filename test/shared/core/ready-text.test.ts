import { expect, it } from 'vitest';
import { readyText } from '#core/ready-text.ts';

const start = { outcome: 'done', readyBy: '2026-11-17T08:00:00-03:00', endedAt: '2026-11-17T07:54:00-03:00' } as const;

it.each([
  ['in time', {}, 'ready 6 min before 08:00'],
  ['on the minute', { endedAt: start.readyBy }, 'ready 0 min before 08:00'],
  ['late', { endedAt: '2026-11-17T08:12:00-03:00' }, 'ready 12 min after 08:00: the next one begins earlier'],
  ['not all of it', { outcome: 'partial' }, 'not all of it ready by 08:00'],
  ['nothing of it', { outcome: 'failed' }, 'not all of it ready by 08:00'],
  ['another run took over', { outcome: 'superseded' }, undefined],
  ['a dry run', { outcome: 'dry-run' }, undefined],
  ['a start at its time', { readyBy: undefined }, undefined],
] as const)('how early a start was: %s', (_, more, text) => {
  expect(readyText({ ...start, ...more })).toBe(text);
});
