// What each resource of an environment uses, by kind. A kind that cannot be read costs the others nothing.
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import type { KafkaClient } from '@aws-sdk/client-kafka';
import type { RDSClient } from '@aws-sdk/client-rds';
import type { Size } from '#core/cost.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends } from './adapter.ts';
import { serviceSizes } from './ecs-service/size.ts';
import { cacheSizes } from './elasticache-replication-group/size.ts';
import type { Memory } from './memory.ts';
import { kafkaSizes } from './msk-cluster/size.ts';
import { databaseSizes } from './rds-instance/size.ts';
import type { Kind, Resource, ResourceOf } from './resource.ts';
import { statusKindNames, statusKindOf } from './status-kinds.ts';

type EcsService = ResourceOf<'ecs-service'>;

export type SizeClients = {
  readonly rds: Sends<RDSClient>;
  readonly ecs: Sends<ECSClient>;
  readonly elasticache: Sends<ElastiCacheClient>;
  readonly kafka: Sends<KafkaClient>;
};

type Named = readonly (readonly [ResourceName, Size])[];

const unread = (error: unknown): Size => ({
  whileUp: [],
  always: [],
  unknown: `its size could not be read: ${error instanceof Error ? error.message : error}`,
});

/** Sizes by the name in the definition; what could not be read says so. */
const named = async <R extends Resource>(
  resources: readonly R[],
  idOf: (resource: R) => string,
  read: () => Promise<ReadonlyMap<string, Size>>,
): Promise<Named> => {
  if (resources.length === 0) return [];
  try {
    const sizes = await read();
    return resources.flatMap((resource) => {
      const size = sizes.get(idOf(resource));
      return size ? [[resource.name, size] as const] : [];
    });
  } catch (error) {
    return resources.map((resource) => [resource.name, unread(error)] as const);
  }
};

const notPriced = (resources: readonly Resource[], why: string): Named =>
  resources.map(({ name }) => [name, { whileUp: [], always: [], unknown: why }] as const);

/** While a service is down its count is remembered; without a memory it comes back with what the definition says. */
const tasksWhenUp =
  (memories: readonly Memory[]) =>
  ({ name, fallbackDesired = 0 }: EcsService, desiredNow: number): number => {
    const memory = memories.find((one) => one.resource === name);
    if (desiredNow > 0) return desiredNow;
    return memory?.kind === 'ecs-service' ? memory.desired : fallbackDesired;
  };

export const sizesOf =
  ({ rds, ecs, elasticache, kafka }: SizeClients) =>
  async (
    { resources }: { readonly resources: readonly Resource[] },
    memories: readonly Memory[],
  ): Promise<ReadonlyMap<ResourceName, Size>> => {
    const of = <K extends Kind>(kind: K) =>
      resources.filter((resource): resource is ResourceOf<K> => resource.kind === kind);
    const databases = of('rds-instance');
    const services = of('ecs-service');
    const caches = of('elasticache-replication-group');
    const clusters = of('msk-cluster');
    const remembered = (name: ResourceName) => {
      const memory = memories.find((one) => one.resource === name);
      return memory?.kind === 'elasticache-replication-group' ? { remembered: memory.replicas } : {};
    };
    const asked = caches.map(({ name, replicationGroup, whenStopped }) => ({
      id: replicationGroup,
      shrinks: whenStopped === 'shrink',
      ...remembered(name),
    }));
    const all = await Promise.all([
      named(
        databases,
        (one) => one.instance,
        () =>
          databaseSizes(
            rds,
            databases.map(({ instance }) => instance),
          ),
      ),
      named(
        services,
        (one) => `${one.cluster}/${one.service}`,
        () => serviceSizes(ecs, services, tasksWhenUp(memories)),
      ),
      named(
        caches,
        (one) => one.replicationGroup,
        () => cacheSizes(elasticache, asked),
      ),
      named(
        clusters,
        (one) => one.cluster,
        () =>
          kafkaSizes(
            kafka,
            clusters.map(({ cluster }) => cluster),
          ),
      ),
    ]);
    return new Map([
      ...all.flat(),
      ...notPriced(of('aurora-cluster'), 'no price of Aurora is in the table'),
      ...notPriced(of('msk-connector'), 'no price of MSK Connect is in the table'),
      ...statusKindNames.flatMap((kind) => notPriced(of(kind), statusKindOf(kind).notPriced)),
    ]);
  };
