import {
  type AutoScalingClient,
  type AutoScalingGroup,
  DescribeScheduledActionsCommand,
  PutWarmPoolCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from '@aws-sdk/client-auto-scaling';
import { calling, readBatch } from '#core/aws/errors.ts';
import { allPages } from '#core/aws/paging.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Sends, Service } from '../adapter.ts';
import type { AwsEffect } from '../effect.ts';
import type { GroupObservation, WarmPool } from '../machines/machine-group.ts';
import type { Reading } from '../observation.ts';
import type { Refusal } from '../status-kind.ts';
import { unexpected } from '../unexpected.ts';
import { countsOf, readGroups, tagOf } from './groups.ts';

type Client = Sends<AutoScalingClient>;
type Seen = GroupObservation<'auto-scaling-group'>;

/** ECS protects machines with tasks on them, and lifts that when they have none. */
const isEcsManaged = (group: AutoScalingGroup): boolean => tagOf(group, 'AmazonECSManaged') !== undefined;

const refusalOf = (group: AutoScalingGroup, suspended: readonly string[], isProtected: number): Refusal | undefined => {
  const nodes = tagOf(group, 'eks:nodegroup-name');
  if (nodes) return { code: 'IN_EKS_NODE_GROUP', reason: `belongs to the EKS node group ${nodes}: name that instead` };
  const process = ['Terminate', 'Launch'].find((one) => suspended.includes(one));
  if (process)
    return { code: 'PROCESS_SUSPENDED', reason: `its owner suspended ${process}: it could not go down and come back` };
  if (isProtected > 0 && !isEcsManaged(group))
    return { code: 'SCALE_IN_PROTECTION', reason: `${isProtected} of its instances are protected from scale-in` };
  return undefined;
};

const warmPoolOf = ({
  WarmPoolConfiguration: pool,
  WarmPoolSize = 0,
}: AutoScalingGroup): Seen['warmPool'] | undefined =>
  pool && {
    min: pool.MinSize ?? 0,
    prepared: pool.MaxGroupPreparedCapacity ?? -1,
    state: pool.PoolState ?? 'Stopped',
    reuse: pool.InstanceReusePolicy?.ReuseOnScaleIn ?? false,
    left: WarmPoolSize,
  };

export const groupObservation = (group: AutoScalingGroup, scheduled: number): Seen => {
  const suspended = (group.SuspendedProcesses ?? []).flatMap(({ ProcessName }) => ProcessName ?? []).toSorted();
  const counts = countsOf(group.Instances);
  const warmPool = warmPoolOf(group);
  const refusal = refusalOf(group, suspended, counts.isProtected);
  return {
    kind: 'auto-scaling-group',
    // A group has a status only while it is deleted.
    status: group.Status ?? 'ACTIVE',
    min: group.MinSize ?? 0,
    max: group.MaxSize ?? 0,
    desired: group.DesiredCapacity ?? 0,
    ...counts,
    suspended,
    ...(warmPool ? { warmPool } : {}),
    scheduled,
    problems: [],
    ...(refusal ? { refusal } : {}),
  };
};

/** How many scheduled actions each group has. One read is of all groups. */
const scheduledOf = async (client: Client): Promise<ReadonlyMap<string | undefined, number>> => {
  const actions = await calling('describe scheduled actions', () =>
    allPages(
      (NextToken) =>
        client.send(new DescribeScheduledActionsCommand({ MaxRecords: 100, ...(NextToken ? { NextToken } : {}) })),
      (page) => page.ScheduledUpdateGroupActions,
      (page) => page.NextToken,
    ),
  );
  const byGroup = Map.groupBy(actions, ({ AutoScalingGroupName }) => AutoScalingGroupName);
  return new Map([...byGroup].map(([name, own]) => [name, own.length]));
};

const setWarmPool = (client: Client, AutoScalingGroupName: string, { min, prepared, state, reuse }: WarmPool) =>
  client.send(
    new PutWarmPoolCommand({
      AutoScalingGroupName,
      MinSize: min,
      MaxGroupPreparedCapacity: prepared,
      PoolState: state as 'Stopped',
      InstanceReusePolicy: { ReuseOnScaleIn: reuse },
    }),
  );

const change = (client: Client, AutoScalingGroupName: string, effect: AwsEffect): Promise<unknown> => {
  switch (effect.do) {
    case 'set-group-size':
      return client.send(
        new UpdateAutoScalingGroupCommand({
          AutoScalingGroupName,
          MinSize: effect.min,
          DesiredCapacity: effect.desired,
        }),
      );
    case 'suspend-group':
      return client.send(
        new SuspendProcessesCommand({ AutoScalingGroupName, ScalingProcesses: [...effect.processes] }),
      );
    case 'resume-group':
      return client.send(new ResumeProcessesCommand({ AutoScalingGroupName, ScalingProcesses: [...effect.processes] }));
    case 'set-warm-pool':
      return setWarmPool(client, AutoScalingGroupName, effect.pool);
    default:
      return unexpected('auto-scaling-group', effect);
  }
};

export const autoScalingGroup = (client: Client): Service<'auto-scaling-group'> => ({
  observe: async (resources, towards) =>
    resources.length === 0
      ? new Map()
      : readBatch(resources, async () => {
          const groups = await readGroups(
            client,
            resources.map(({ group }) => group),
          );
          const scheduled = towards === 'start' ? new Map<string, number>() : await scheduledOf(client);
          const byName = new Map(groups.map((one) => [one.AutoScalingGroupName, one]));
          return new Map(
            resources.map(({ name, group }): [ResourceName, Reading<Seen>] => {
              const seen = byName.get(group);
              if (!seen) return [name, { state: 'absent' }];
              return [name, { state: 'seen', observation: groupObservation(seen, scheduled.get(group) ?? 0) }];
            }),
          );
        }),
  act: async ({ group }, effect) => {
    await calling(`change Auto Scaling group ${group}`, () => change(client, group, effect));
  },
});
