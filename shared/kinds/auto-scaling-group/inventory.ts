import type { AutoScalingClient, AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import type { Sends } from '../adapter.ts';
import type { Reader } from '../inventory/reader.ts';
import { tagMap } from '../inventory/tags.ts';
import type { Found } from '../inventory.ts';
import { groupObservation } from './adapter.ts';
import { readGroups, tagOf } from './groups.ts';

const foundOf = (group: AutoScalingGroup): Found => ({
  identity: { kind: 'auto-scaling-group', group: group.AutoScalingGroupName ?? '' },
  id: group.AutoScalingGroupName ?? '',
  tags: tagMap(group.Tags),
  groups: [],
  hosts: [],
  mentions: [],
  observation: groupObservation(group, 0),
});

/** Those of EKS are operated as its node groups. */
export const autoScalingGroups = async (client: Sends<AutoScalingClient>, { read }: Reader): Promise<Found[]> => {
  const groups = await read('autoscaling:DescribeAutoScalingGroups', () => readGroups(client), []);
  return groups.filter((group) => tagOf(group, 'eks:nodegroup-name') === undefined).map(foundOf);
};
