// Jobs in the clusters of an environment: what a stop waits for, and what it would cut off. Pure.
import { pluralise } from '#core/pluralise.ts';
import type { Definition } from '#definition/definition.ts';
import type { StandaloneTask } from '#kinds/ecs-service/standalone.ts';

/** The clusters in which a stop takes something down. */
export const clustersIn = ({ resources }: Pick<Definition, 'resources'>): string[] => [
  ...new Set(
    resources.flatMap((one) => (one.kind === 'ecs-service' && one.leaveAlone === undefined ? [one.cluster] : [])),
  ),
];

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
  const { waitFor } = definition.schedule.stop ?? {};
  const awaited = tasks.filter(({ family }) => waitFor?.tasks.includes(family));
  const others = tasks.filter(({ family }) => !waitFor?.tasks.includes(family));
  const byCluster = [...Map.groupBy(others, ({ cluster }) => cluster)];
  return [
    ...(waitFor && awaited.length > 0
      ? [`${jobsText(countedByFamily(awaited))}: the scheduled stop waits up to ${waitFor.minutes} min for them`]
      : []),
    ...byCluster.map(
      ([cluster, own]) =>
        `${jobsText(countedByFamily(own))} in cluster ${cluster} belong to no service and keep running while their dependencies stop; \`waitFor\` in \`schedule.stop\` lets them finish`,
    ),
  ];
};
