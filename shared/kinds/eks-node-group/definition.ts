// A managed node group of EKS: its scaling configuration goes to zero and comes back from memory. The control plane of its cluster
// is always on.
import { fallbackDesired } from '../auto-scaling-group/definition.ts';
import { awsName } from '../fields.ts';
import { kindDefinition } from '../kind-definition.ts';
import type { GroupTypes } from '../machines/machine-group.ts';

export const eksNodeGroup = kindDefinition<GroupTypes<'eks-node-group'>>()({
  help: 'A managed node group of Amazon EKS, scaled to zero and back. Pods on it wait meanwhile; what scales nodes inside the cluster (Cluster Autoscaler, Karpenter) must not replace them.',
  fields: {
    cluster: awsName(/^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/, 'name of the EKS cluster', 'poc-atlas-dev'),
    nodeGroup: awsName(/^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/, 'name of the node group', 'workers'),
    fallbackDesired,
  },
  identity: ['cluster', 'nodeGroup'],
  deadlineMinutes: { start: 45, stop: 45 },
  changesMax: 3,
  changesInSteps: true,
  notPriced:
    'the price table has no price for Amazon EC2; the control plane of its cluster is always on, which nothing can stop, and is charged by the hour',
  init: { order: 'store', role: 'store', word: 'nodes', heading: 'EKS node groups: to zero and back.' },
});
