// The page of runs, from their reports.
import { runName } from '#core/part-text.ts';
import { pluralise } from '#core/pluralise.ts';
import type { Report } from '#core/report.ts';
import type { Definition } from '#definition/definition.ts';
import type { SavedInTime } from '#savings/savings.ts';
import { chartOf } from './chart.ts';
import type { Timeline } from './timeline.ts';

type About = {
  /** For an environment that has no runs. */
  readonly nowMs: number;
  readonly saved?: SavedInTime | undefined;
  readonly isSimulated?: boolean;
};

/** `reports` in any order. */
export const timelineOfRuns = (
  { environment, timeZone }: Definition,
  reports: readonly Report[],
  { nowMs, saved, isSimulated = false }: About,
): Timeline => {
  const charts = reports.map((report) => chartOf(report)).toSorted((a, b) => a.from - b.from);
  const [only] = reports;
  const title =
    reports.length === 1 && only ? `${environment}: ${runName(only)}, ${only.outcome}` : `${environment}: runs`;
  return {
    title,
    subtitle: reports.length === 1 && only ? only.run : pluralise(reports.length, 'run'),
    timeZone,
    from: charts[0]?.from ?? nowMs,
    to: Math.max(charts[0]?.from ?? nowMs, ...charts.map(({ to }) => to)),
    charts,
    happenings: [],
    isSimulated,
    ...(saved ? { saved } : {}),
  };
};
