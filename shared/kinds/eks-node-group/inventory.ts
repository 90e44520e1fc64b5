import {
  DescribeNodegroupCommand,
  type EKSClient,
  ListClustersCommand,
  ListNodegroupsCommand,
} from '@aws-sdk/client-eks';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { countsOf } from '../auto-scaling-group/groups.ts';
import type { Reader } from '../inventory/reader.ts';
import type { Found } from '../inventory.ts';
import { nodeGroupObservation } from './adapter.ts';

type Client = Sends<EKSClient>;

const clusters = (client: Client): Promise<string[]> =>
  allPages(
    (nextToken) => client.send(new ListClustersCommand(nextToken ? { nextToken } : {})),
    (page) => page.clusters,
    (page) => page.nextToken,
  );

const namesIn = (client: Client, clusterName: string): Promise<string[]> =>
  allPages(
    (nextToken) => client.send(new ListNodegroupsCommand({ clusterName, ...(nextToken ? { nextToken } : {}) })),
    (page) => page.nodegroups,
    (page) => page.nextToken,
  );

const foundOf = async (client: Client, clusterName: string, nodegroupName: string): Promise<Found[]> => {
  const { nodegroup } = await client.send(new DescribeNodegroupCommand({ clusterName, nodegroupName }));
  if (!nodegroup) return [];
  return [
    {
      identity: { kind: 'eks-node-group', cluster: clusterName, nodeGroup: nodegroupName },
      id: nodegroupName,
      tags: new Map(Object.entries(nodegroup.tags ?? {})),
      groups: [],
      hosts: [],
      mentions: [],
      observation: nodeGroupObservation(nodegroup, countsOf()),
    },
  ];
};

export const eksNodeGroups = async (client: Client, { read }: Reader): Promise<Found[]> => {
  const found: Found[] = [];
  for (const cluster of await read('eks:ListClusters', () => clusters(client), []))
    for (const name of await read('eks:ListNodegroups', () => namesIn(client, cluster), []))
      found.push(...(await read('eks:DescribeNodegroup', () => foundOf(client, cluster, name), [])));
  return found;
};
