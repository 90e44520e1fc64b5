// What earlier starts tell about early dependencies: how long each resource takes to be ready, and how long until it first needs
// another one. Pure.
import type { Report, ReportedResource } from '#core/report.ts';
import { startsIn } from '#definition/schedule/begin-time.ts';

/** From fewer nobody can tell what is usual. */
const runsLeast = 3;

/** As many as the last ten starts are among, with stops and others between them. */
export const reportsForEarly = 40;

/** `missed`: it began too early by its own estimate, not because of another one that did. */
type PastStart = ReportedResource & { readonly missed?: true };

/** By name: what became of it in each of the last ten starts that brought it up, the newest first. */
export type Past = ReadonlyMap<string, readonly PastStart[]>;

/** Where what it depends on began too early itself, that is why it was not ready: the dependant's own times were right. */
const withMiss = (one: ReportedResource, all: readonly ReportedResource[]): PastStart => {
  const { inVain, on = [] } = one.early ?? {};
  if (!inVain || all.some(({ resource, early }) => early?.inVain && on.includes(resource))) return one;
  return { ...one, missed: true };
};

/** `isSame`: not of another kind that had the name before. */
export const pastStarts = (reports: readonly Report[], isSame: (one: ReportedResource) => boolean = () => true): Past =>
  Map.groupBy(
    startsIn(reports)
      .flatMap(({ resources }) => resources.map((one) => withMiss(one, resources)))
      .filter((one) => one.outcome === 'done' && one.seconds !== undefined && isSame(one)),
    ({ resource }) => resource,
  );

/** Without what it only waited for others. A start in vain says nothing of how long it takes. */
const ownSeconds = ({ seconds, early }: ReportedResource): number[] =>
  seconds === undefined || early?.inVain ? [] : [seconds - (early?.upBeforeSeconds ?? 0)];

/** From fewer starts than these an outlier cannot be told from what is usual. */
const usualLeast = 5;
const outlierSeconds = 5;

/** What took longer than all others by far, would keep its dependants waiting for ten starts: once is no reason, twice is. */
const withoutOutlier = (took: readonly number[]): readonly number[] => {
  const sorted = took.toSorted((a, b) => a - b);
  const [least = 0, second = 0, longest = 0] = [sorted[0], sorted.at(-2), sorted.at(-1)];
  const isFar = longest - second > 2 * (second - least) + outlierSeconds;
  return isFar && sorted.length > usualLeast ? took.filter((one) => one !== longest) : took;
};

/** Starts by which a growth still counts. */
const growthOf = 3;

/** By how much the last starts took longer than every one before them: what grows from day to day goes on growing. */
const growth = (took: readonly number[]): number =>
  Math.max(
    0,
    ...took.slice(0, growthOf).flatMap((one, index) => {
      const before = took.slice(index + 1);
      return before.length < runsLeast ? [] : [one - Math.max(...before)];
    }),
  );

/**
 * After how many seconds it is ready, with room for a start that is slower than those before: the more they differed, and the fewer they
 * are, the more. The seconds until a look found it ready are room, too, as they are in what was measured. Of ten the longest is what
 * nine of ten stay below.
 */
export const readyAfterSeconds = (past: Past, name: string): number | undefined => {
  const took = withoutOutlier((past.get(name) ?? []).flatMap(ownSeconds));
  if (took.length < runsLeast) return undefined;
  const longest = Math.max(...took);
  const room = (longest - Math.min(...took)) / (2 * (took.length - 1));
  return Math.ceil(longest + Math.max(room, growth(took)));
};

/** After a second start in vain it waits as any other, until they are no longer among the last ten. */
const missedMost = 1;
const missedSeconds = 2;

/**
 * Before so many seconds it needs nothing: the least that it ever took until its tasks ran, or until a task ended that was started too
 * early; after that with some room more.
 */
export const needsAfterSeconds = (past: Past, name: string): number | undefined => {
  const starts = past.get(name) ?? [];
  const ran = starts.flatMap(({ ranAfterSeconds = [] }) => ranAfterSeconds);
  const misses = starts.filter(({ missed }) => missed).length;
  if (ran.length < runsLeast || misses > missedMost) return undefined;
  return Math.max(0, Math.min(...ran) - misses * missedSeconds);
};
