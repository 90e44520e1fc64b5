import * as z from 'zod';
import { type KindRehearsal, statuses } from '#sim/kind-rehearsal.ts';
import { text } from '#sim/scenario/fields.ts';
import { groupStanding, groupWorld, randomGroup, towards } from '../auto-scaling-group/rehearsal.ts';
import { nodeGroupStatuses } from './decide.ts';

const { up, moving, broken, gone } = nodeGroupStatuses;

export const eksNodeGroupRehearsal: KindRehearsal<'eks-node-group'> = {
  operations: {
    eks: ['DescribeNodegroup', 'UpdateNodegroupConfig'],
    ec2autoscaling: ['DescribeAutoScalingGroups'],
  },
  inventoryOperations: { eks: ['ListClusters', 'ListNodegroups'] },
  standing: { ...groupStanding, gone },
  moves: {
    UpdateNodegroupConfig: ({ scalingConfig }) =>
      towards((scalingConfig as { readonly desiredSize?: number } | undefined)?.desiredSize),
  },
  world: z.strictObject({
    ...groupWorld([...up, ...moving, ...broken, ...gone]),
    problem: text('AsgInstanceLaunchFailures').optional(),
  }),
  stack: 'workloads',
  host: ({ cluster, nodeGroup }) => `${nodeGroup}.${cluster}.nodes.simulated`,
  watched: ({ cluster, nodeGroup }) => ({
    metric: 'node_count',
    namespace: 'ContainerInsights',
    dimensions: { ClusterName: cluster, NodegroupName: nodeGroup },
  }),
  random: {
    weight: 1,
    prefix: 'nodes',
    fields: (nodeGroup) => ({ cluster: 'atlas', nodeGroup, fallbackDesired: 1 }),
    world: randomGroup,
    disturbances: [statuses('ACTIVE', 'UPDATING', 'DEGRADED', 'CREATING', 'resizing-the-moon')],
  },
};
