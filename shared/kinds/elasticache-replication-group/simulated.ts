// Simulated ElastiCache: what its API answers about the replication groups of elasticache-group.ts.

import { notSimulated, page, present, type SimulatedService, type World } from '#sim/aws/simulated-service.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import type { ResourceOf } from '../resource.ts';
import { type CacheFacts, changeOf, type GroupRequest, overtake, type SimGroup, statusOf } from './simulated-group.ts';

type ElastiCacheReplicationGroup = ResourceOf<'elasticache-replication-group'>;

export type CacheWorld = {
  readonly status?: string | undefined;
  readonly replicas?: number | undefined;
  readonly multiAz?: boolean | undefined;
  readonly automaticFailover?: boolean | undefined;
  readonly clusterMode?: boolean | undefined;
  /** How long each change takes. */
  readonly changeMinutes?: number | undefined;
};

type Listing = { readonly Marker?: string; readonly MaxRecords?: number; readonly ResourceName?: string };

const arnOf = (id: string): string => `arn:aws:elasticache:replicationgroup:${id}`;

const nodesOf = (id: string, { replicas }: Pick<CacheFacts, 'replicas'>): string[] =>
  Array.from({ length: replicas + 1 }, (_, index) => `${id}-00${index + 1}`);

const newGroup = ({ name, replicationGroup, whenStopped }: ElastiCacheReplicationGroup): SimGroup => ({
  name,
  id: replicationGroup,
  shrinks: whenStopped === 'shrink',
  facts: { status: 'available', replicas: 1, multiAz: true, automaticFailover: 'enabled', clusterMode: false },
  hadReplicas: false,
  pending: [],
});

/** Multi-AZ needs failover, and failover a replica: what is not given follows from what is. */
const factsOf = ({ status, replicas, multiAz, automaticFailover, clusterMode }: CacheWorld): Partial<CacheFacts> => {
  const zones = multiAz ?? (replicas === 0 ? false : undefined);
  const failover = automaticFailover ?? zones;
  return {
    ...(status === undefined ? {} : { status }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(zones === undefined ? {} : { multiAz: zones }),
    ...(failover === undefined ? {} : { automaticFailover: failover ? 'enabled' : 'disabled' }),
    ...(clusterMode === undefined ? {} : { clusterMode }),
  };
};

export const simulatedElastiCache = (
  resources: readonly ElastiCacheReplicationGroup[],
  wiring: Wiring,
  world: World,
) => {
  const groups = new Map(resources.map((resource) => [resource.replicationGroup, newGroup(resource)]));
  const byName = (name: string): SimGroup | undefined => [...groups.values()].find((group) => group.name === name);

  const find = (id: string): SimGroup => {
    const group = groups.get(id);
    if (!group || world.isMissing?.(group.name))
      throw errorOf('ReplicationGroupNotFoundFault', `ReplicationGroup ${id} not found.`);
    return group;
  };

  const describe = ({ id, name, facts, stale }: SimGroup) => {
    const shown = stale && world.clock.nowMs() < stale.untilMs ? stale.facts : facts;
    return {
      ReplicationGroupId: id,
      ARN: arnOf(id),
      CacheNodeType: 'cache.t4g.small',
      Engine: 'valkey',
      Status: shown.status,
      MultiAZ: shown.multiAz ? 'enabled' : 'disabled',
      AutomaticFailover: shown.automaticFailover,
      ClusterEnabled: shown.clusterMode,
      MemberClusters: nodesOf(id, shown),
      NodeGroups: [{ PrimaryEndpoint: { Address: wiring.host(name), Port: 6379 } }],
    };
  };

  const describeNodes = ({ Marker, MaxRecords = 100 }: Listing) => {
    const nodes = present([...groups.values()], world).flatMap(({ id, name, facts }) =>
      nodesOf(id, facts).map((node) => ({
        CacheClusterId: node,
        ReplicationGroupId: id,
        Engine: 'valkey',
        SecurityGroups: [{ SecurityGroupId: wiring.group(name), Status: 'active' }],
      })),
    );
    const { items, next } = page(nodes, Marker, MaxRecords);
    return { CacheClusters: items, ...(next ? { Marker: next } : {}) };
  };

  const tagsOf = ({ ResourceName }: Listing) => {
    const group = [...groups.values()].find(({ id }) => arnOf(id) === ResourceName);
    if (!group) throw errorOf('ReplicationGroupNotFoundFault', `${ResourceName} not found.`);
    return { TagList: wiring.tags(group.name) };
  };

  const describeGroups = ({ Marker, MaxRecords = 100 }: Listing) => {
    if (MaxRecords < 20 || MaxRecords > 100)
      throw errorOf('InvalidParameterValue', `Invalid value ${MaxRecords} for MaxRecords.`);
    const { items, next } = page(present([...groups.values()], world), Marker, MaxRecords);
    return { ReplicationGroups: items.map(describe), ...(next ? { Marker: next } : {}) };
  };

  const service: SimulatedService = {
    handle(operation, input: Listing & GroupRequest) {
      if (operation === 'DescribeReplicationGroups') return describeGroups(input);
      if (operation === 'DescribeCacheClusters') return describeNodes(input);
      if (operation === 'ListTagsForResource') return tagsOf(input);
      const change = changeOf(operation) ?? notSimulated('elasticache', operation);
      const group = find(input.ReplicationGroupId);
      change(group, input, world);
      return { ReplicationGroup: describe(group) };
    },
    resourceOf: (_operation, input: Partial<GroupRequest>) => groups.get(input.ReplicationGroupId ?? '')?.name,
  };

  return {
    service,
    set(name: string, change: CacheWorld): void {
      const group = byName(name);
      if (!group) return;
      if (change.changeMinutes !== undefined) group.changeMinutes = change.changeMinutes;
      const facts = factsOf(change);
      if (Object.keys(facts).length > 0) overtake(group, facts, world);
    },
    state(name: string) {
      const group = byName(name);
      if (!group) return {};
      const { replicas, multiAz, automaticFailover } = group.facts;
      return { status: statusOf(group), replicas, multiAz, automaticFailover };
    },
  };
};
