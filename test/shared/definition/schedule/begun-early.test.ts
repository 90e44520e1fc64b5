import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { wantedState } from '#definition/schedule/wanted-state.ts';
import { definitionWith } from '../../../support/weeks.ts';

const definition = definitionWith(
  'start: { days: weekdays, readyBy: "08:00" }, stop: { days: every day, at: "20:00" }',
  'UTC',
);
const at = (time: string): number => Date.parse(`2026-11-17T${time}:00Z`);
const report = (more: object): Report =>
  ({ action: 'start', outcome: 'done', requestedBy: 'schedule', resources: [], ...more }) as unknown as Report;
const early = report({ startedAt: '2026-11-17T07:40:00Z', readyBy: '2026-11-17T08:00:00Z' });
const byHand = report({ action: 'stop', requestedBy: 'ana', startedAt: '2026-11-17T07:50:00Z' });

const due = (time: string, ...reports: readonly Report[]) => {
  const { state, since } = wantedState(definition, [], reports, at(time)) ?? {};
  return `${state} since ${new Date(since ?? 0).toISOString().slice(11, 16)}`;
};

describe('a start that begins before its slot', () => {
  it.each([
    ['it is due down until the slot where nothing began', '07:45', [], 'down since 20:00'],
    ['it is due up from when it began', '07:45', [early], 'up since 07:40'],
    ['it is due since then also after the slot', '08:05', [early], 'up since 07:40'],
    ['a person who stops it meanwhile is newer', '07:55', [byHand, early], 'down since 07:50'],
    ['a person who stopped it meanwhile is newer also after the slot', '08:05', [byHand, early], 'down since 07:50'],
    ['the stop of the evening is newer', '20:00', [early], 'down since 20:00'],
  ] as const)('%s', (_, time, reports, expected) => {
    expect(due(time, ...reports)).toBe(expected);
  });

  it('the early start of another day says nothing', () => {
    const yesterday = report({ startedAt: '2026-11-16T07:40:00Z', readyBy: '2026-11-16T08:00:00Z' });

    expect(due('07:45', yesterday)).toBe('down since 20:00');
  });
});
