// What runs in an environment.
import type { Workload } from '../core-names.ts';
import type { NewRelicRegion } from './observability-config.ts';

/** Who says how many tasks a service has. The template leaves the count out where the scheduled operations say it. */
export type TaskCount =
  | { readonly owner: 'operations'; readonly baseline: number }
  | { readonly owner: 'template'; readonly desired: number };

/** The services that the load balancer reaches, each by a host name of its own. */
export type PublicWorkload = Extract<Workload, 'events-ingestion' | 'dashboard-backend' | 'kafka-ui'>;

export type WorkloadsConfig = {
  readonly taskCounts: Readonly<Record<Workload, TaskCount>>;
  readonly hosts: Readonly<Record<PublicWorkload, string>>;
  /** From where Kafka UI is reached; everybody else gets a 403 from the load balancer. It takes four at most. */
  readonly kafkaUiCidrs: readonly [string, ...string[]];
  /**
   * Keys that people added to the secret of a service, such as `SCORING_BASE_URL` of the dashboard backend. Add the key to the secret
   * first: ECS does not start a task whose key is missing.
   */
  readonly addedSecretKeys: Readonly<Partial<Record<Workload, readonly string[]>>>;
  /** New Relic's agent beside events ingestion, which runs without it. */
  readonly newRelicSidecar: boolean;
  /** Without it the environment's definition must not name it: a test says so. */
  readonly clickhouseAgent: false | { readonly newRelicRegion: NewRelicRegion };
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
