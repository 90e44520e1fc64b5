// The page of a rehearsed night.
import type { SavedInTime } from '#savings/savings.ts';
import type { Violation } from '#sim/invariants/all.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import { chartOf } from './chart.ts';
import { happeningsOf } from './happenings.ts';
import type { Timeline } from './timeline.ts';

export const timelineOfRehearsal = (
  { scenario, lines, reports }: Rehearsal,
  violations: readonly Violation[],
  saved?: SavedInTime,
): Timeline => {
  const { definition, name, seed, fromMs, toMs, isAsIfEnabled } = scenario;
  const runs = reports.toSorted((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
  return {
    title: `${definition.environment}: ${name}`,
    subtitle: `Rehearsed on the simulated AWS with seed ${seed}${isAsIfEnabled ? '; the schedule is off (schedule.enabled: false) and rehearsed as if it were on' : ''}`,
    isSimulated: true,
    timeZone: definition.timeZone,
    from: fromMs,
    to: Math.max(toMs, ...runs.map(({ endedAt }) => Date.parse(endedAt))),
    charts: runs.map((report) => chartOf(report, lines)),
    happenings: happeningsOf(lines, violations),
    ...(saved ? { saved } : {}),
  };
};
