// Which dashboards of New Relic an environment has, by the names that the files in new-relic/ give them.
import type { Core } from './config/core-config.ts';
import type { PlaneNames } from './core-names.ts';

const titles = { clickhouse: 'ClickHouse Cloud', ecs: 'ECS', msk: 'MSK', rds: 'RDS' } as const;
type NewRelicFile = keyof typeof titles;

/**
 * The cluster's dashboard belongs to the owner of the cluster, that of ClickHouse to the environment that runs its agent.
 */
export const hasDashboard = ({ foundation, workloads }: Core, file: string): boolean => {
  if (file === 'msk') return foundation.kind === 'owned';
  return file === 'clickhouse' ? workloads.clickhouseAgent !== false : true;
};

export const newRelicDashboards = (core: Core, { plane }: PlaneNames): string[] =>
  (Object.keys(titles) as NewRelicFile[])
    .filter((file) => hasDashboard(core, file))
    .map((file) => `${plane}: ${titles[file]}`);
