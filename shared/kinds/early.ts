// What an early dependency means to a kind.
import type { Kind } from './resource.ts';

/** Databases and caches need others only to serve, so they start with them. */
const atOnce: ReadonlySet<Kind> = new Set<Kind>([
  'aurora-cluster',
  'clickhouse-cloud-service',
  'docdb-cluster',
  'elasticache-replication-group',
  'mongodb-atlas-cluster',
  'neptune-cluster',
  'rds-instance',
  'redshift-cluster',
]);

/**
 * `at-once`: it starts with what it depends on. `measured`: it needs that once its tasks run, and how long it takes to there is known of
 * earlier starts. Of another kind nobody knows when it needs what, so its early dependencies are as any other.
 */
export const earlyOf = (kind: Kind): 'at-once' | 'measured' | undefined => {
  if (atOnce.has(kind)) return 'at-once';
  return kind === 'ecs-service' ? 'measured' : undefined;
};
