// What the calls of adapter.ts need.
import { type KindPermissions, noResourceType, type Permission, seeState } from '../permission.ts';

/** At the end stands an id that EKS draws. */
const change =
  (what: string): KindPermissions<'eks-node-group'>['start'] =>
  (groups, arn) => [
    {
      actions: { 'eks:UpdateNodegroupConfig': what },
      on: groups.map(({ cluster, nodeGroup }) => arn('eks', `nodegroup/${cluster}/${nodeGroup}/*`)),
    },
  ];

export const eksNodeGroupPermissions: KindPermissions<'eks-node-group'> = {
  observe: (groups, arn): readonly Permission[] => [
    {
      actions: { 'eks:DescribeNodegroup': seeState },
      on: groups.map(({ cluster, nodeGroup }) => arn('eks', `nodegroup/${cluster}/${nodeGroup}/*`)),
    },
    {
      actions: { 'autoscaling:DescribeAutoScalingGroups': 'count the nodes of a node group' },
      on: { everything: noResourceType },
    },
  ],
  start: change('restore the size of a node group'),
  stop: change('set the size of a node group to 0'),
};
