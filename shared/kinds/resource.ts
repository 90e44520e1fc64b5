import type { ResourceBase } from '#core/resource.ts';
// What Curfew operates: one variant per kind, each with the AWS identity its adapter needs.

export type RdsInstance = ResourceBase & { readonly kind: 'rds-instance'; readonly instance: string };

/** A cluster of Aurora: stopped and started as a whole, with all its instances (facts/aws-semantics.md 1.1 to 1.3). */
export type AuroraCluster = ResourceBase & { readonly kind: 'aurora-cluster'; readonly cluster: string };

export type EcsService = ResourceBase & {
  readonly kind: 'ecs-service';
  readonly cluster: string;
  readonly service: string;
  /** Task count to start with when no memory exists; without it such a service is left alone and reported. */
  readonly fallbackDesired?: number;
};

/**
 * ElastiCache has no stop (facts/aws-semantics.md 3). `keep`: a gate, only checked. `shrink`: a stop takes its replicas and
 * its failover away, a start brings both back.
 */
export type ElastiCacheReplicationGroup = ResourceBase & {
  readonly kind: 'elasticache-replication-group';
  readonly replicationGroup: string;
  readonly whenStopped: 'keep' | 'shrink';
};

/** A gate: MSK has no stop, its dependants wait until it can serve (facts/aws-semantics.md 4.1). */
export type MskCluster = ResourceBase & { readonly kind: 'msk-cluster'; readonly cluster: string };

export type MskConnector = ResourceBase & { readonly kind: 'msk-connector'; readonly connector: string };

export type Resource =
  | RdsInstance
  | AuroraCluster
  | EcsService
  | ElastiCacheReplicationGroup
  | MskCluster
  | MskConnector;
export type Kind = Resource['kind'];
export type ResourceOf<K extends Kind> = Extract<Resource, { kind: K }>;
