// Jobs in the clusters of an environment: what a stop waits for, and what it would cut off. Pure.
import { pluralise } from '#core/pluralise.ts';
import type { Definition, WaitFor } from '#definition/definition.ts';
import { lastSlotThat, slotAt } from '#definition/schedule/slots.ts';
import { stopsOf } from '#definition/schedule/slots-of.ts';
import type { StandaloneTask } from '#kinds/ecs-service/standalone.ts';

/** The clusters in which a stop takes something down. */
export const clustersIn = ({ resources }: Pick<Definition, 'resources'>): string[] => [
  ...new Set(
    resources.flatMap((one) => (one.kind === 'ecs-service' && one.leaveAlone === undefined ? [one.cluster] : [])),
  ),
];

const dayMs = 24 * 3_600_000;
const lookBackMs = 8 * dayMs;

/** What the stop that is carried out lets finish: that of the last slot before it, also where reconcile makes up for it. */
export const waitForAt = (
  definition: Pick<Definition, 'schedule' | 'timeZone' | 'calendars'>,
  ms: number,
): WaitFor | undefined => {
  const { timeZone } = definition;
  const stops = stopsOf(definition);
  const [only] = stops;
  if (stops.length < 2) return only?.waitFor;
  const at = lastSlotThat(stops, timeZone, { fromMs: ms - lookBackMs, toMs: ms, fits: () => true });
  return at === undefined ? undefined : slotAt(stops, timeZone, at)?.waitFor;
};

const familiesMax = 10;

/** `1 task of nightly-report and 2 tasks of import` */
export const jobsText = (counts: Readonly<Record<string, number>>): string => {
  const all = Object.entries(counts).map(([family, count]) => `${pluralise(count, 'task')} of ${family}`);
  const shown = all.slice(0, familiesMax);
  const more = all.length - shown.length;
  return `${shown.join(' and ')}${more > 0 ? ` and ${more} more families` : ''}`;
};

export const countedByFamily = (tasks: readonly Pick<StandaloneTask, 'family'>[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(tasks, ({ family }) => family)].map(([family, same]) => [family, same.length]));

/** What somebody who plans a stop, or reads of one, should know of tasks that run in its clusters. */
export const jobWarnings = (definition: Definition, tasks: readonly StandaloneTask[]): string[] => {
  const waits = stopsOf(definition).flatMap(({ waitFor }) => waitFor ?? []);
  const isAwaited = ({ family }: StandaloneTask): boolean => waits.some((one) => one.tasks.includes(family));
  const awaited = tasks.filter(isAwaited);
  const others = tasks.filter((one) => !isAwaited(one));
  const minutes = [...new Set(waits.map((one) => one.minutes))].toSorted((a, b) => a - b);
  const byCluster = [...Map.groupBy(others, ({ cluster }) => cluster)];
  return [
    ...(awaited.length > 0
      ? [`${jobsText(countedByFamily(awaited))}: the scheduled stop waits up to ${minutes.join(' or ')} min for them`]
      : []),
    ...byCluster.map(
      ([cluster, own]) =>
        `${jobsText(countedByFamily(own))} in cluster ${cluster} belong to no service and keep running while their dependencies stop; \`waitFor\` in \`schedule.stop\` lets them finish`,
    ),
  ];
};
