// What belongs together when much happens at once, by what the definition groups by. Pure.
import type { GroupKey } from '#definition/definition.ts';
import type { Notification } from '#notify/sources.ts';

type About = Pick<Notification, 'source' | 'name' | 'account' | 'region' | 'resources' | 'facets'>;

/** What services of AWS call theirs: a task's service, a function, a database, a queue. */
const serviceDimensions: readonly string[] = [
  ...['ServiceName', 'FunctionName', 'DBInstanceIdentifier', 'DBClusterIdentifier', 'ReplicationGroupId'],
  ...['CacheClusterId', 'ConnectorName', 'QueueName', 'TableName', 'LoadBalancer', 'ApiName', 'InstanceId', 'Service'],
];
const clusterDimensions: readonly string[] = [
  'ClusterName',
  'Cluster Name',
  'DBClusterIdentifier',
  'ClusterIdentifier',
];

const valueIn = (
  pairs: readonly { readonly name: string; readonly value: string }[],
  names: readonly string[],
): string | undefined =>
  names.flatMap((name) => pairs.find((one) => one.name === name)?.value ?? []).find((value) => value !== '');

/** Of `atlas/shop`, the form in which a service of ECS is known. */
const partsOf = (resources: readonly string[]): { cluster?: string; service?: string } => {
  const [cluster, service] = resources.find((one) => one.includes('/'))?.split('/') ?? [];
  if (cluster !== undefined && service !== undefined) return { cluster, service };
  return resources[0] === undefined ? {} : { service: resources[0] };
};

const groupValue = (key: GroupKey, about: About): string | undefined => {
  const { facets, resources } = about;
  if (key.startsWith('tag:')) return valueIn(facets.tags, [key.slice(4)]);
  if (key.startsWith('dimension:')) return valueIn(facets.dimensions, [key.slice(10)]);
  switch (key) {
    case 'service':
      return valueIn(facets.dimensions, serviceDimensions) ?? partsOf(resources).service;
    case 'cluster':
      return valueIn(facets.dimensions, clusterDimensions) ?? partsOf(resources).cluster;
    case 'namespace':
      return facets.namespaces[0];
    case 'source':
    case 'name':
    case 'account':
    case 'region':
      return about[key];
    default:
      return undefined;
  }
};

/** "service shop, cluster atlas"; undefined if it has none of these. */
export const groupOf = (about: About, keys: readonly GroupKey[] | undefined): string | undefined => {
  const parts = (keys ?? []).flatMap((key) => {
    const value = groupValue(key, about);
    return value === undefined ? [] : [`${key.replace(/^(?:tag|dimension):/, '')} ${value}`];
  });
  return parts.length === 0 ? undefined : parts.join(', ').slice(0, 200);
};
