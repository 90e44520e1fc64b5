// Simulated EKS, of which there are node groups: a change is an update, during which it takes no other.
import { notSimulated, present, type SimulatedService, seconds, type World } from '#sim/aws/simulated-service.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import { errorOf } from '#sim/faults.ts';
import { resize, type SimGroup } from '../auto-scaling-group/simulated-group.ts';

type Input = Readonly<Record<string, unknown>>;
type Groups = { readonly all: readonly SimGroup[]; readonly wiring: Wiring; readonly world: World };

export const eksService = ({ all, wiring, world }: Groups): SimulatedService => {
  const nodeGroups = () => present(all, world).filter(({ nodeGroup }) => nodeGroup !== undefined);
  const named = ({ clusterName, nodegroupName }: Input) =>
    nodeGroups().find(({ cluster, nodeGroup }) => cluster === clusterName && nodeGroup === nodegroupName);
  const found = (input: Input): SimGroup => {
    const group = named(input);
    if (!group) throw errorOf('ResourceNotFoundException', `No node group found for name: ${input.nodegroupName}.`);
    return group;
  };
  const statusOf = ({ facts, updating }: SimGroup): string => facts.status ?? (updating ? 'UPDATING' : 'ACTIVE');
  const describe = (group: SimGroup) => ({
    nodegroup: {
      nodegroupName: group.nodeGroup,
      clusterName: group.cluster,
      status: statusOf(group),
      scalingConfig: { minSize: group.min, maxSize: group.max, desiredSize: group.desired },
      resources: { autoScalingGroups: [{ name: group.id }] },
      health: {
        issues: group.facts.problem === undefined ? [] : [{ code: group.facts.problem, message: 'simulated' }],
      },
      tags: Object.fromEntries(wiring.tags(group.name).map(({ Key, Value }) => [Key, Value])),
    },
  });
  const update = (input: Input) => {
    const group = found(input);
    if (statusOf(group) !== 'ACTIVE')
      throw errorOf('ResourceInUseException', `Nodegroup cannot be updated as it is currently ${statusOf(group)}`);
    const {
      minSize: min,
      maxSize: max,
      desiredSize: desired,
    } = (input.scalingConfig ?? {}) as {
      readonly minSize: number;
      readonly maxSize: number;
      readonly desiredSize: number;
    };
    if (max < 1 || desired < min || desired > max)
      throw errorOf('InvalidParameterException', 'Minimum capacity, desired capacity and maximum capacity do not fit.');
    group.updating = true;
    world.clock.at(world.clock.nowMs() + seconds(world.chance.integer(`${group.name} update`, 5, 40)), () => {
      group.updating = false;
    });
    resize(group, { min, max, desired }, world);
    return { update: { id: 'simulated', status: 'InProgress', type: 'ConfigUpdate' } };
  };
  return {
    handle(operation, input: Input) {
      if (operation === 'ListClusters') return { clusters: [...new Set(nodeGroups().map(({ cluster }) => cluster))] };
      if (operation === 'ListNodegroups')
        return { nodegroups: nodeGroups().flatMap((one) => (one.cluster === input.clusterName ? one.nodeGroup : [])) };
      if (operation === 'DescribeNodegroup') return describe(found(input));
      if (operation === 'UpdateNodegroupConfig') return update(input);
      return notSimulated('eks', operation);
    },
    resourceOf: (_, input: Input) => named(input)?.name,
  };
};
