// What each resource of an environment uses, by kind. A kind that cannot be read costs the others nothing.
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ElastiCacheClient } from '@aws-sdk/client-elasticache';
import type { KafkaClient } from '@aws-sdk/client-kafka';
import type { RDSClient } from '@aws-sdk/client-rds';
import type { Size } from '#core/cost.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends } from './adapter.ts';
import { alwaysOnSize } from './always-on/size.ts';
import type { kindDefinitions } from './definitions.ts';
import { serviceSizes } from './ecs-service/size.ts';
import { cacheSizes } from './elasticache-replication-group/size.ts';
import type { Memory } from './memory.ts';
import { kafkaSizes } from './msk-cluster/size.ts';
import { databaseSizes } from './rds-instance/size.ts';
import { definitionOf, type Kind, kinds, type Resource, type ResourceOf } from './resource.ts';

type EcsService = ResourceOf<'ecs-service'>;

type SizeClients = {
  readonly rds: Sends<RDSClient>;
  readonly ecs: Sends<ECSClient>;
  readonly elasticache: Sends<ElastiCacheClient>;
  readonly kafka: Sends<KafkaClient>;
};

type Named = readonly (readonly [ResourceName, Size])[];

const unread = (error: unknown): Size => ({
  whileUp: [],
  always: [],
  unknown: `cannot read its size: ${error instanceof Error ? error.message : error}`,
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

type KindSizes<K extends Kind> = (
  resources: readonly ResourceOf<K>[],
  clients: SizeClients,
  memories: readonly Memory[],
) => Named | Promise<Named>;

/** Those whose definition does not say why there is no figure. */
type SizedKind = {
  [K in Kind]: (typeof kindDefinitions)[K] extends { readonly notPriced: string } ? never : K;
}[Kind];

export type SizesByKind = { readonly [K in SizedKind]: KindSizes<K> };

const kindSizes: SizesByKind = {
  'rds-instance': (own, { rds }) =>
    named(
      own,
      ({ instance }) => instance,
      () =>
        databaseSizes(
          rds,
          own.map(({ instance }) => instance),
        ),
    ),
  'ecs-service': (own, { ecs }, memories) =>
    named(
      own,
      ({ cluster, service }) => `${cluster}/${service}`,
      () => serviceSizes(ecs, own, tasksWhenUp(memories)),
    ),
  'elasticache-replication-group': (own, { elasticache }, memories) => {
    const asked = own.map(({ name, replicationGroup, whenStopped }) => {
      const memory = memories.find((one) => one.resource === name);
      const remembered = memory?.kind === 'elasticache-replication-group' ? { remembered: memory.replicas } : {};
      return { id: replicationGroup, shrinks: whenStopped === 'shrink', ...remembered };
    });
    return named(
      own,
      ({ replicationGroup }) => replicationGroup,
      () => cacheSizes(elasticache, asked),
    );
  },
  'msk-cluster': (own, { kafka }) =>
    named(
      own,
      ({ cluster }) => cluster,
      () =>
        kafkaSizes(
          kafka,
          own.map(({ cluster }) => cluster),
        ),
    ),
  'always-on': (own) => own.map((one) => [one.name, alwaysOnSize(one)] as const),
};

export const sizesOf =
  (clients: SizeClients) =>
  async (
    { resources }: { readonly resources: readonly Resource[] },
    memories: readonly Memory[],
  ): Promise<ReadonlyMap<ResourceName, Size>> => {
    const ofKind = async <K extends Kind>(kind: K): Promise<Named> => {
      const own = resources.filter((resource): resource is ResourceOf<K> => resource.kind === kind);
      const reason = definitionOf(kind).notPriced;
      if (reason !== undefined) return notPriced(own, reason);
      const sizes = kindSizes[kind as unknown as keyof SizesByKind] as unknown as KindSizes<K>;
      return sizes(own, clients, memories);
    };
    return new Map((await Promise.all(kinds.map((kind) => ofKind(kind)))).flat());
  };
