// What runs in an environment.
import type { Workload } from '#infra/lib/core-names.ts';

/** Who says how many tasks a service has. The template leaves the count out where the scheduled operations say it. */
export type TaskCount =
  | { readonly owner: 'operations'; readonly baseline: number }
  | { readonly owner: 'template'; readonly desired: number };

export type WorkloadsConfig = { readonly taskCounts: Readonly<Record<Workload, TaskCount>> };

export const everyWorkload = (count: TaskCount): Readonly<Record<Workload, TaskCount>> => ({
  'events-ingestion': count,
  'dashboard-backend': count,
  'kafka-ui': count,
  scoring: count,
  camunda: count,
  'clickhouse-agent': count,
});
