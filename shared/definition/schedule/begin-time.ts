// When a start has to begin so that everything is up by a time: what earlier starts took, along the longest chain, and a margin. Pure.
import type { Report, ReportedResource } from '#core/report.ts';
import type { Resource } from '#kinds/resource.ts';

type Chained = Pick<Resource, 'name' | 'dependsOn' | 'early'>;

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
const p90 = (values: readonly number[]): number => sorted(values)[Math.ceil(share * values.length) - 1] ?? 0;

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

/** `alone`: without what it only waited for others; `afterFree`: what of it was left when all that it depends on was ready. */
const partsOf = ({ seconds = 0, early }: ReportedResource) => ({
  alone: Math.max(0, seconds - (early?.upBeforeSeconds ?? 0)),
  afterFree: Math.max(0, seconds - (early?.gainedSeconds ?? 0)),
});

const secondsOf = (name: string, starts: readonly Report[], part: keyof ReturnType<typeof partsOf>): number =>
  p90(
    starts.flatMap(({ resources }) =>
      resources.flatMap((one) => (one.resource === name && one.outcome === 'done' ? partsOf(one)[part] : [])),
    ),
  );

/**
 * Each resource as long as it usually takes at most, one after the other where they depend on each other. What has begun before an
 * early dependency was ready adds only what was left of it then.
 */
const longestChain = (resources: readonly Chained[], starts: readonly Report[]): number => {
  const byName = new Map(resources.map((one) => [one.name, one]));
  const known = new Map<string, number>();
  const to = ({ name, dependsOn, early = [] }: Chained): number => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const readyOf = (names: Chained['dependsOn']): number =>
      Math.max(0, ...names.flatMap((one) => byName.get(one) ?? []).map(to));
    const after = readyOf(dependsOn.filter((one) => !early.includes(one))) + secondsOf(name, starts, 'alone');
    const beside = early.length > 0 ? readyOf(early) + secondsOf(name, starts, 'afterFree') : 0;
    const seconds = Math.max(after, beside);
    known.set(name, seconds);
    return seconds;
  };
  return Math.max(0, ...resources.map(to));
};

/** Every early start in it is one that the definition still allows. */
const isEarlyAsNow =
  (resources: readonly Chained[]) =>
  ({ resources: started }: Report): boolean =>
    started.every(({ resource, early }) => {
      const now = resources.find(({ name }) => name === resource)?.early ?? [];
      return early === undefined || early.on.every((one) => now.some((name) => name === one));
    });

/** A start with early dependencies says nothing of one without them, nor the other way round: those that are as the last one count. */
const startsAsNow = (resources: readonly Chained[], starts: readonly Report[]): readonly Report[] => {
  const isAsNow = isEarlyAsNow(resources);
  const hasEarly = (one: Report): boolean => isAsNow(one) && one.resources.some(({ early }) => early);
  const other = starts.findIndex((one) => !hasEarly(one));
  return other > 0 ? starts.slice(0, other) : starts;
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
  const starts = startsAsNow(resources, startsIn(reports));
  if (starts.length === 0) return undefined;
  const isAsNow = isEarlyAsNow(resources);
  const wholes = starts.map((one) => one.seconds + (isAsNow(one) ? 0 : (one.earlySeconds ?? 0)));
  const whole = p90(wholes) * 1_000;
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
