// Which resource of ours a set of CloudWatch dimensions names, in the form of `Expectation.identities`.
import type { NameAndValue } from '#core/notification.ts';
import { definitionOf, kinds } from './resource.ts';

/** A node of a replication group is named after it: `sessions-001`, `sessions-0001-002`. */
export const withGroup = (node: string): string[] => [node, node.replace(/(?:-\d{4})?-\d{3}$/, '')];

export const distinct = (names: readonly string[]): string[] => [...new Set(names.filter((name) => name !== ''))];

const single: readonly string[] = kinds.flatMap((kind) => definitionOf(kind).dimension ?? []);

export const identitiesOfDimensions = (dimensions: readonly NameAndValue[]): string[] => {
  const dimension = (name: string): string => dimensions.find((one) => one.name === name)?.value ?? '';
  const cluster = dimension('ClusterName');
  const service = dimension('ServiceName');
  const nodes = dimension('NodegroupName');
  return distinct([
    ...single.map(dimension),
    ...withGroup(dimension('CacheClusterId')),
    ...(cluster && service ? [`${cluster}/${service}`] : []),
    // App Runner has services, too, in no cluster; nodes of EKS are grouped.
    ...(service && !cluster ? [service] : []),
    ...(cluster && nodes ? [`${cluster}/${nodes}`] : []),
  ]);
};
