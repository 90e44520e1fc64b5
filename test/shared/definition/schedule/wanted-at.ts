// What is wanted at a time, given overrides and reports.
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import { wantedState } from '#definition/schedule/wanted-state.ts';
import { definitionOf } from '#test/support/definitions.ts';

export const staging = definitionOf([]);
/** Local times of staging, which is three hours behind UTC. */
export const local = (text: string) => Date.parse(`${text}:00-03:00`);

export const hold = (which: 'up' | 'down', from: string, until: string): Override => ({
  id: from,
  hold: which,
  from: local(from),
  until: local(until),
  by: 'ana',
  why: 'release',
});

export const run = (action: 'start' | 'stop', at: string, requestedBy = 'ana', outcome: Report['outcome'] = 'done') =>
  ({ action, requestedBy, outcome, startedAt: `${at}:00-03:00` }) as Report;

export const wanted = (
  now: string,
  { overrides = [], reports = [] }: { overrides?: Override[]; reports?: Report[] } = {},
) => wantedState(staging, overrides, reports, local(now));
