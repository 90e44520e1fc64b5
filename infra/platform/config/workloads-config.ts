// What runs in an environment.
import type { Workload } from '../core-names.ts';

/** Who says how many tasks a service has. The template leaves the count out where the scheduled operations say it. */
export type TaskCount =
  | { readonly owner: 'operations'; readonly baseline: number }
  | { readonly owner: 'template'; readonly desired: number };

/** The services that the load balancer reaches, each by a host name of its own. */
export type PublicWorkload = Extract<Workload, 'events-ingestion' | 'dashboard-backend' | 'kafka-ui'>;

export type WorkloadsConfig = {
  readonly taskCounts: Readonly<Record<Workload, TaskCount>>;
  readonly hosts: Readonly<Record<PublicWorkload, string>>;
  /** The tag of the images that other repositories build and push. */
  readonly imageTag: string;
  /** New Relic's agent beside events ingestion, which goes on without it. */
  readonly newRelicSidecar: boolean;
  readonly clickhouseAgent: boolean;
};

export const everyWorkload = (count: TaskCount): Readonly<Record<Workload, TaskCount>> => ({
  'events-ingestion': count,
  'dashboard-backend': count,
  'kafka-ui': count,
  scoring: count,
  camunda: count,
  'clickhouse-agent': count,
});

/** Public names of an environment, below a domain that people own. */
export const hostsBelow = (domain: string): Readonly<Record<PublicWorkload, string>> => ({
  'events-ingestion': `events.${domain}`,
  'dashboard-backend': `dashboard.${domain}`,
  'kafka-ui': `kafka.${domain}`,
});
