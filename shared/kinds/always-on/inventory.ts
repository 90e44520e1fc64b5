// What `curfew init` finds of what nothing can stop: one list of all of them, by the tags that they have or once had.
import { GetResourcesCommand, type ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import type { Reader } from '../inventory/reader.ts';
import { tagMap } from '../inventory/tags.ts';
import type { Found } from '../inventory.ts';
import type { alwaysOnServices } from './definition.ts';

type Listed = {
  /** Of the Resource Groups Tagging API: `mq`, `es:domain`. */
  readonly type: string;
  /** What follows the account in its ARN, with the name or id by which people know it. */
  readonly resource: RegExp;
  /** The same the other way round, for rehearsals. */
  readonly arnEnd: (id: string) => string;
};

export const listedServices: Readonly<Record<Exclude<keyof typeof alwaysOnServices, 'other'>, Listed>> = {
  'amazon-mq': { type: 'mq', resource: /^broker:([^:]+)/, arnEnd: (id) => `broker:${id}:b-1` },
  keyspaces: { type: 'cassandra', resource: /^\/keyspace\/([^/]+)\/?$/, arnEnd: (id) => `/keyspace/${id}/` },
  'load-balancer': {
    type: 'elasticloadbalancing:loadbalancer',
    // A classic one has its name alone.
    resource: /^loadbalancer\/(?:(?:app|net|gwy)\/)?([^/]+)/,
    arnEnd: (id) => `loadbalancer/app/${id}/50dc6c495c0c9188`,
  },
  memorydb: { type: 'memorydb', resource: /^cluster\/(.+)$/, arnEnd: (id) => `cluster/${id}` },
  mwaa: { type: 'airflow', resource: /^environment\/(.+)$/, arnEnd: (id) => `environment/${id}` },
  'nat-gateway': { type: 'ec2:natgateway', resource: /^natgateway\/(.+)$/, arnEnd: (id) => `natgateway/${id}` },
  opensearch: { type: 'es:domain', resource: /^domain\/(.+)$/, arnEnd: (id) => `domain/${id}` },
  'redshift-serverless': {
    type: 'redshift-serverless',
    resource: /^workgroup\/(.+)$/,
    arnEnd: (id) => `workgroup/${id}`,
  },
};

const byService = Object.entries(listedServices);

type Tags = ReadonlyMap<string, string>;

/** Nothing for what belongs to one of them, such as a table of a keyspace. */
const foundAt = (arn: string, tags: Tags): Found[] => {
  const [, , arnService = '', , , ...rest] = arn.split(':');
  const of = byService.find(([, { type }]) => type.split(':')[0] === arnService);
  const id = of?.[1].resource.exec(rest.join(':'))?.[1];
  if (of === undefined || id === undefined) return [];
  const identity = { kind: 'always-on' as const, service: of[0], id };
  // Where AWS gives an id people give a name.
  return [{ identity, id: tags.get('Name') || id, tags, groups: [], hosts: [], mentions: [] }];
};

/** AWS lists those that have or once had a tag, and nothing says whether they are still there but the list itself. */
export const alwaysOnResources = (client: Sends<ResourceGroupsTaggingAPIClient>, { read }: Reader): Promise<Found[]> =>
  read('tag:GetResources', async () => {
    const ResourceTypeFilters = byService.map(([, { type }]) => type);
    const listed = await allPages(
      (PaginationToken) =>
        client.send(new GetResourcesCommand({ ResourceTypeFilters, ...(PaginationToken ? { PaginationToken } : {}) })),
      (page) => page.ResourceTagMappingList,
      (page) => page.PaginationToken,
    );
    return listed.flatMap(({ ResourceARN = '', Tags }) => foundAt(ResourceARN, tagMap(Tags)));
  }, []);
