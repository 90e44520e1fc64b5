// Simulated groups of machines: Auto Scaling groups, and node groups of EKS with the Auto Scaling groups that they are made of.
// Machines come and go in their time; what scales does so unless it is suspended.
import { eksService } from '#kinds/eks-node-group/simulated.ts';
import type { ResourceOf } from '#kinds/resource.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { notSimulated, present, type SimulatedService, seconds, type World } from '#sim/aws/simulated-service.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import {
  balance,
  freshGroup,
  type GroupWorld,
  groupUp,
  inService,
  newGroup,
  resize,
  type SimGroup,
  standing,
  tell,
} from './simulated-group.ts';

type Input = Readonly<Record<string, unknown>>;

const instancesOf = ({ machines, facts, id, name }: SimGroup) => {
  const shown = machines.map((one, index) => ({
    InstanceId: one.id,
    LifecycleState: one.state as string,
    HealthStatus: 'Healthy',
    ProtectedFromScaleIn: index < (facts.isProtected ?? 0),
    AvailabilityZone: id,
  }));
  const standby = Array.from({ length: facts.standby ?? 0 }, (_, index) => ({
    ...{ InstanceId: `i-${name}-standby-${index + 1}`, LifecycleState: 'Standby', HealthStatus: 'Healthy' },
    ...{ ProtectedFromScaleIn: false, AvailabilityZone: id },
  }));
  return [...shown, ...standby];
};

const shownGroup = (group: SimGroup, wiring: Wiring) => ({
  AutoScalingGroupName: group.id,
  MinSize: group.min,
  MaxSize: group.max,
  DesiredCapacity: group.desired,
  Instances: instancesOf(group),
  SuspendedProcesses: group.suspended.map((ProcessName) => ({ ProcessName, SuspensionReason: 'User suspended' })),
  ...(group.pool
    ? {
        WarmPoolConfiguration: {
          MinSize: group.pool.min,
          ...(group.pool.prepared < 0 ? {} : { MaxGroupPreparedCapacity: group.pool.prepared }),
          PoolState: group.pool.state,
          InstanceReusePolicy: { ReuseOnScaleIn: group.pool.reuse },
        },
        WarmPoolSize: group.poolLeft,
      }
    : {}),
  ...(group.facts.status === 'Delete in progress' ? { Status: group.facts.status } : {}),
  Tags: [
    ...wiring.tags(group.name),
    ...(group.facts.ecsManaged ? [{ Key: 'AmazonECSManaged', Value: '' }] : []),
    ...(group.nodeGroup ? [{ Key: 'eks:nodegroup-name', Value: group.nodeGroup }] : []),
  ],
});

const validation = (message: string): Error => awsError('ValidationError', message);

const strings = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

const setPool = (group: SimGroup, input: Input, world: World): void => {
  const { MinSize: min = 0, MaxGroupPreparedCapacity: prepared = -1, PoolState: state = 'Stopped' } = input;
  const { ReuseOnScaleIn: reuse = false } = (input.InstanceReusePolicy ?? {}) as { readonly ReuseOnScaleIn?: boolean };
  group.pool = { min: Number(min), prepared: Number(prepared), state: String(state), reuse };
  const size = group.pool.prepared < 0 ? group.max - group.desired : group.pool.prepared - group.desired;
  const wanted = Math.max(group.pool.min, size, 0);
  world.clock.at(world.clock.nowMs() + seconds(60), () => {
    group.poolLeft = wanted;
    tell(group, world);
  });
};

const changes: Readonly<Record<string, (group: SimGroup, input: Input, world: World) => void>> = {
  UpdateAutoScalingGroup: (group, { MinSize, DesiredCapacity }, world) => {
    const [min, desired] = [Number(MinSize ?? group.min), Number(DesiredCapacity ?? group.desired)];
    if (desired < min || desired > group.max)
      throw validation(
        `Desired capacity:${desired} must be between the specified min size:${min} and max size:${group.max}`,
      );
    resize(group, { min, desired }, world);
  },
  SuspendProcesses: (group, { ScalingProcesses }) => {
    group.suspended = [...new Set([...group.suspended, ...strings(ScalingProcesses)])];
  },
  ResumeProcesses: (group, { ScalingProcesses }, world) => {
    const resumed = strings(ScalingProcesses);
    group.suspended = group.suspended.filter((one) => !resumed.includes(one));
    balance(group, world);
  },
  PutWarmPool: setPool,
};

type Groups = { readonly all: readonly SimGroup[]; readonly wiring: Wiring; readonly world: World };

const autoScalingService = ({ all, wiring, world }: Groups): SimulatedService => {
  const named = ({ AutoScalingGroupName }: Input) => all.find(({ id }) => id === AutoScalingGroupName);
  const listed = (input: Input) => {
    const names = input.AutoScalingGroupNames === undefined ? undefined : strings(input.AutoScalingGroupNames);
    return present(all, world).filter(({ id }) => names?.includes(id) ?? true);
  };
  return {
    handle(operation, input: Input) {
      if (operation === 'DescribeAutoScalingGroups')
        return { AutoScalingGroups: listed(input).map((group) => shownGroup(group, wiring)) };
      if (operation === 'DescribeScheduledActions')
        return {
          ScheduledUpdateGroupActions: present(all, world).flatMap(({ id, facts }) =>
            Array.from({ length: facts.scheduled ?? 0 }, (_, index) => ({
              ...{ AutoScalingGroupName: id, ScheduledActionName: `action-${index + 1}`, Recurrence: '0 7 * * *' },
            })),
          ),
        };
      const change = changes[operation] ?? notSimulated('ec2autoscaling', operation);
      const group = named(input);
      if (!group || world.isMissing?.(group.name)) throw validation('AutoScalingGroup name not found - null');
      change(group, input, world);
      return {};
    },
    resourceOf: (operation, input: Input) => (operation in changes ? named(input)?.name : undefined),
  };
};

/** Somebody else changes a group; an alarm of its scaling does so only where nothing holds it. */
const change = (group: SimGroup, facts: GroupWorld, world: World): void => {
  const { status, ...others } = facts;
  // Another one by the same name has nothing of what the old one had.
  const isNew = status === groupUp;
  if (isNew) {
    Object.assign(group, freshGroup(), { facts: {}, machines: [] });
    world.resized?.(group.name, group.desired, undefined);
  }
  group.facts = { ...group.facts, ...others, ...(status === undefined || isNew ? {} : { status }) };
  if (facts.suspended) group.suspended = [...facts.suspended];
  if (facts.warmPool) group.pool = { min: 0, prepared: -1, state: 'Stopped', reuse: false };
  if (facts.warmPool) group.poolLeft = group.max - group.desired;
  if (facts.min !== undefined || facts.max !== undefined || facts.desired !== undefined)
    resize(
      group,
      {
        ...(facts.min === undefined ? {} : { min: facts.min }),
        ...(facts.max === undefined ? {} : { max: facts.max }),
        ...(facts.desired === undefined ? {} : { desired: facts.desired }),
      },
      world,
    );
  if (facts.alarmWants !== undefined && !group.suspended.includes('AlarmNotification'))
    resize(group, { desired: facts.alarmWants }, world);
  balance(group, world);
};

export const simulatedMachineGroups = (
  groups: readonly ResourceOf<'auto-scaling-group'>[],
  nodeGroups: readonly ResourceOf<'eks-node-group'>[],
  wiring: Wiring,
  world: World,
) => {
  const all = [
    ...groups.map(({ name, group }) => newGroup(name, group)),
    ...nodeGroups.map(({ name, cluster, nodeGroup }) =>
      newGroup(name, `eks-${cluster}-${nodeGroup}`, { cluster, nodeGroup }),
    ),
  ];
  const of = { all, wiring, world };
  return {
    autoScaling: autoScalingService(of),
    eks: eksService(of),
    set(name: string, facts: GroupWorld): void {
      const group = all.find((one) => one.name === name);
      if (group) change(group, facts, world);
    },
    state(name: string) {
      const group = all.find((one) => one.name === name);
      if (!group) return {};
      const { min, max, desired, suspended, pool } = group;
      return {
        ...{ status: standing(group), desired, running: inService(group), min, max },
        ...{ suspended: [...suspended].toSorted(), warmPool: pool ? { ...pool } : null },
      };
    },
  };
};
