// EKS says how many nodes a group is to have, its Auto Scaling group how many there are.
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import {
  DescribeNodegroupCommand,
  type EKSClient,
  type Nodegroup,
  UpdateNodegroupConfigCommand,
} from '@aws-sdk/client-eks';
import { calling, readBatch } from '#core/aws/errors.ts';
import { chunks } from '#core/aws/paging.ts';
import { OperationError } from '#core/errors.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends, Service } from '../adapter.ts';
import { countsOf, readGroups } from '../auto-scaling-group/groups.ts';
import type { AwsEffect } from '../effect.ts';
import type { GroupObservation } from '../machines/machine-group.ts';
import type { Reading } from '../observation.ts';
import type { ResourceOf } from '../resource.ts';
import { unexpected } from '../unexpected.ts';

type Client = Sends<EKSClient>;
type Seen = GroupObservation<'eks-node-group'>;
type NodeGroup = ResourceOf<'eks-node-group'>;
type Counts = ReturnType<typeof countsOf>;

/** There is no read of several. */
const callsAtOnce = 10;

const describe = async (client: Client, { cluster, nodeGroup }: Pick<NodeGroup, 'cluster' | 'nodeGroup'>) => {
  const input = { clusterName: cluster, nodegroupName: nodeGroup };
  try {
    return (
      await calling(`describe node group ${cluster}/${nodeGroup}`, () =>
        client.send(new DescribeNodegroupCommand(input)),
      )
    ).nodegroup;
  } catch (error) {
    if (error instanceof OperationError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
};

export const groupsBelow = ({ resources }: Nodegroup): string[] =>
  (resources?.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []);

export const nodeGroupObservation = ({ status, scalingConfig, health }: Nodegroup, counts: Counts): Seen => ({
  kind: 'eks-node-group',
  status: status ?? 'unknown',
  min: scalingConfig?.minSize ?? 0,
  max: scalingConfig?.maxSize ?? 1,
  desired: scalingConfig?.desiredSize ?? 0,
  ...counts,
  suspended: [],
  scheduled: 0,
  problems: (health?.issues ?? []).map(({ code, message }) => [code, message].filter(Boolean).join(': ')),
});

const change = (client: Client, { cluster, nodeGroup }: NodeGroup, effect: AwsEffect): Promise<unknown> => {
  if (effect.do !== 'set-group-size') return unexpected('eks-node-group', effect);
  // EKS takes no maximum of 0.
  const scalingConfig = { minSize: effect.min, maxSize: Math.max(1, effect.max), desiredSize: effect.desired };
  return client.send(
    new UpdateNodegroupConfigCommand({ clusterName: cluster, nodegroupName: nodeGroup, scalingConfig }),
  );
};

export const eksNodeGroup = (client: Client, autoScaling: Sends<AutoScalingClient>): Service<'eks-node-group'> => ({
  observe: (resources) =>
    readBatch(resources, async () => {
      const found = new Map<ResourceName, Nodegroup | undefined>();
      for (const some of chunks(resources, callsAtOnce))
        await Promise.all(some.map(async (one) => found.set(one.name, await describe(client, one))));
      const names = [...found.values()].flatMap((one) => (one ? groupsBelow(one) : []));
      const below = names.length > 0 ? await readGroups(autoScaling, names) : [];
      return new Map(
        resources.map(({ name }): [ResourceName, Reading<Seen>] => {
          const group = found.get(name);
          if (!group) return [name, { state: 'absent' }];
          const own = groupsBelow(group);
          const instances = below.flatMap(({ AutoScalingGroupName = '', Instances = [] }) =>
            own.includes(AutoScalingGroupName) ? Instances : [],
          );
          return [name, { state: 'seen', observation: nodeGroupObservation(group, countsOf(instances)) }];
        }),
      );
    }),
  act: async (resource, effect) => {
    await calling(`change node group ${resource.cluster}/${resource.nodeGroup}`, () =>
      change(client, resource, effect),
    );
  },
});
