// What earlier starts tell about early dependencies: how long each resource takes to be ready, and how long until it first needs
// another one. Pure.
import type { Report, ReportedResource } from '#core/report.ts';
import { p90, startsIn } from '#definition/schedule/begin-time.ts';

/** From fewer nobody can tell what is usual. */
const runsLeast = 3;
const marginSeconds = 2;

/** As many as the last ten starts are among, with stops and others between them. */
export const reportsForEarly = 40;

/** By name: what became of it in each of the last ten starts that brought it up, the newest first. */
export type Past = ReadonlyMap<string, readonly ReportedResource[]>;

export const pastStarts = (reports: readonly Report[]): Past =>
  Map.groupBy(
    startsIn(reports)
      .flatMap(({ resources }) => resources)
      .filter(({ outcome, seconds }) => outcome === 'done' && seconds !== undefined),
    ({ resource }) => resource,
  );

/** Without what it only waited for others. A start in vain says nothing of how long it takes. */
const ownSeconds = ({ seconds, early }: ReportedResource): number[] =>
  seconds === undefined || early?.inVain ? [] : [seconds - (early?.upBeforeSeconds ?? 0)];

/**
 * After how many seconds it is ready with room for a night that is slower than those before: the more they differed, and the fewer they
 * are, the more.
 */
export const readyAfterSeconds = (past: Past, name: string): number | undefined => {
  const took = (past.get(name) ?? []).flatMap(ownSeconds);
  if (took.length < runsLeast) return undefined;
  const spread = Math.max(...took) - Math.min(...took);
  return Math.ceil(p90(took) + spread / (took.length - 1) + marginSeconds);
};

/** After a second start in vain it waits as any other, until they are no longer among the last ten. */
const vainMost = 1;

/**
 * Before so many seconds it needs nothing: the least that it ever took until its tasks ran, or until a task ended that was started too
 * early; after that with some room more.
 */
export const needsAfterSeconds = (past: Past, name: string): number | undefined => {
  const starts = past.get(name) ?? [];
  const ran = starts.flatMap(({ ranAfterSeconds = [] }) => ranAfterSeconds);
  const vain = starts.filter(({ early }) => early?.inVain).length;
  if (ran.length < runsLeast || vain > vainMost) return undefined;
  return Math.max(0, Math.min(...ran) - vain * marginSeconds);
};
