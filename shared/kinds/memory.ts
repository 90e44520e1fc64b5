import type { ResourceName } from '#core/resource.ts';
import type { kindDefinitions } from './definitions.ts';
import type { RememberedOf } from './kind-definition.ts';
import type { Kind } from './resource.ts';

/**
 * What is stored before the first change in order to restore. Written once and consumed by the restore; only the zero of
 * a service that is at zero on purpose stays.
 */
export type Memory = Remembered & {
  readonly resource: ResourceName;
  /** The run that captured it. */
  readonly run: string;
  /** What AWS calls it: `cluster/service` of an ECS service. Memories from before this was kept do not say it. */
  readonly aws?: string;
  /**
   * A start has brought the count back, but what it remembers is not forgotten yet: from here on the count is its owner's
   * again, and the next stop remembers what it finds.
   */
  readonly givenBack?: true;
};

export type ServiceMemory = Extract<Memory, { kind: 'ecs-service' }>;
export type CacheMemory = Extract<Memory, { kind: 'elasticache-replication-group' }>;

/** What there is to restore, by the kind of the resource. */
export type Remembered = { [K in Kind]: RememberedOf<(typeof kindDefinitions)[K]> }[Kind];
