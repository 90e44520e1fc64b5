// When a start has to begin so that everything is up by a time: what earlier starts took, along the longest chain, and a margin. Pure.
import type { Report } from '#core/report.ts';
import type { Resource } from '#kinds/resource.ts';

type Chained = Pick<Resource, 'name' | 'dependsOn'>;

/** What was measured before a database grew, say, soon no longer counts. */
const runsMax = 10;
/** From so few nobody can tell what is usual: the longest of them counts, with more room. */
const runsFew = 4;
const share = 0.9;

const minuteMs = 60_000;
const marginMs = 2 * minuteMs;
/** Of what it takes: what takes long varies by more. */
const marginShare = 0.1;
/** Of the last mornings by which a miss still counts. */
const missesOf = 3;

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

/** Of nine or fewer the longest. */
export const p90 = (values: readonly number[]): number => sorted(values)[Math.ceil(share * values.length) - 1] ?? 0;

const hasChanged = ({ resources }: Report): boolean =>
  resources.some(({ outcome, seconds }) => outcome === 'done' && seconds !== undefined);

/** Newest first, as the table has them. */
export const startsIn = (reports: readonly Report[]): Report[] =>
  reports
    .filter(
      (one) =>
        one.action === 'start' && !one.only && (one.outcome === 'done' || one.outcome === 'partial') && hasChanged(one),
    )
    .slice(0, runsMax);

const secondsOf = (name: string, starts: readonly Report[]): number =>
  p90(
    starts.flatMap(({ resources }) =>
      resources.flatMap((one) => (one.resource === name && one.outcome === 'done' ? (one.seconds ?? []) : [])),
    ),
  );

/** Each resource as long as it usually takes at most, one after the other where they depend on each other. */
const longestChain = (resources: readonly Chained[], starts: readonly Report[]): number => {
  const byName = new Map(resources.map((one) => [one.name, one]));
  const known = new Map<string, number>();
  const to = ({ name, dependsOn }: Chained): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const needed = dependsOn.flatMap((one) => byName.get(one) ?? []).map(to);
    const seconds = Math.max(0, ...needed) + secondsOf(name, starts);
    known.set(name, seconds);
    return seconds;
  };
  return Math.max(0, ...resources.map(to));
};

/** By how much the last mornings were late: something takes longer than before. */
const latestMiss = (starts: readonly Report[]): number =>
  Math.max(
    0,
    ...starts
      .slice(0, missesOf)
      .flatMap(({ readyBy, endedAt }) => (readyBy === undefined ? [] : Date.parse(endedAt) - Date.parse(readyBy))),
  );

/** Milliseconds, with the margin; nothing where no start is known yet. `reports`: newest first. */
export const startTakes = (resources: readonly Chained[], reports: readonly Report[]): number | undefined => {
  const starts = startsIn(reports);
  if (starts.length === 0) return undefined;
  const whole = p90(starts.map(({ seconds }) => seconds)) * 1_000;
  const chain = longestChain(resources, starts) * 1_000;
  // Each resource at its slowest in one morning is rare: what whole runs took bounds it, once there are enough of them.
  const usual = starts.length > runsFew ? Math.min(whole, chain) : Math.max(whole, chain);
  const times = starts.length > runsFew ? 1 : 2;
  return usual + times * (marginMs + marginShare * usual) + latestMiss(starts);
};

type Ready = { readonly slotMs: number; readonly notBeforeMs: number };

/** Without anything known it begins as early as it may. */
export const beginTime = ({ slotMs, notBeforeMs }: Ready, takesMs: number | undefined): number =>
  takesMs === undefined ? notBeforeMs : Math.max(notBeforeMs, Math.floor((slotMs - takesMs) / 1_000) * 1_000);
