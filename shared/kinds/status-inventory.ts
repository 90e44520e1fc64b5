// What `curfew init` finds of the kinds that are described as a value. Tags that are not in their rows are read by their ARNs, of
// many at a time and of any service.
import { GetResourcesCommand, type ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { chunks } from '#core/aws/paging.ts';
import type { Sends } from './adapter.ts';
import type { Reader } from './inventory/reader.ts';
import { tagMap } from './inventory/tags.ts';
import type { Found, Host } from './inventory.ts';
import type { ObservationOf } from './observation.ts';
import type { Identity } from './resource.ts';
import { observationOf, type StatusAdapter, type StatusRow } from './status-adapter.ts';
import { namedBy, type StatusKind } from './status-kind.ts';
import type { StatusKindName } from './status-kinds.ts';

type Tagging = Sends<ResourceGroupsTaggingAPIClient>;
type Tags = StatusRow['tags'];

/** What one call takes. */
const arnsPerCall = 100;

const tagsByArn = async (client: Tagging, arns: readonly string[]): Promise<ReadonlyMap<string, Tags>> => {
  const found = new Map<string, Tags>();
  for (const ResourceARNList of chunks(arns, arnsPerCall)) {
    const { ResourceTagMappingList = [] } = await client.send(new GetResourcesCommand({ ResourceARNList }));
    for (const { ResourceARN = '', Tags } of ResourceTagMappingList) found.set(ResourceARN, tagMap(Tags));
  }
  return found;
};

const hostsOf = (hosts: StatusRow['hosts']): Host[] =>
  hosts.flatMap((name) => (name ? [{ name: name.toLowerCase() }] : []));

/** Everything of the kind in a region. `tagging`: where tags matter that its rows do not have. */
export const inventoryOfStatusKind = async <C extends { send: unknown }>(
  kind: StatusKind,
  adapter: StatusAdapter<C>,
  client: Sends<C>,
  { read }: Reader,
  tagging: Tagging | undefined,
): Promise<Found[]> => {
  const [firstRead = ''] = kind.calls.reads;
  const rows = await read(`${kind.arn.service}:${firstRead}`, () => adapter.read(client, undefined, undefined), []);
  const arns = rows.flatMap(({ arn }) => arn ?? []);
  const byArn =
    tagging && arns.length > 0 ? await read('tag:GetResources', () => tagsByArn(tagging, arns), new Map()) : new Map();
  return rows.map((row) => ({
    identity: { kind: kind.kind, ...namedBy(kind, row.name) } as unknown as Identity,
    id: row.name,
    tags: byArn.get(row.arn ?? '') ?? row.tags,
    groups: row.groups,
    hosts: hostsOf(row.hosts),
    mentions: [],
    observation: observationOf(kind.kind, row) as ObservationOf<StatusKindName>,
  }));
};
