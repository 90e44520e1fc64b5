// How groups of machines are rehearsed: what a scenario may say of them, and how they fare in random nights.
import * as z from 'zod';
import type { KindRehearsal } from '#sim/kind-rehearsal.ts';
import type { Chance } from '#sim/random/chance.ts';
import { count, flag, minutes, text } from '#sim/scenario/fields.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { status } from '#sim/scenario/status.ts';

export const groupWorld = (known: readonly string[]) => ({
  status: status(known).optional(),
  desired: count(2).optional(),
  min: count(1).optional(),
  max: count(4).optional(),
  startMinutes: minutes(3).optional(),
  stopMinutes: minutes(2).optional(),
});

export const groupStanding = { up: ['steady'], down: ['stopped'] } as const;

/** By the count that a call asks for. */
export const towards = (desired: unknown): 'start' | 'stop' => (Number(desired) === 0 ? 'stop' : 'start');

export const randomGroup = (chance: Chance): ResourceWorld => ({
  startMinutes: chance.between('up', 0.4, 3),
  stopMinutes: chance.between('down', 0.4, 2),
  desired: chance.happens('at zero on purpose', 0.05) ? 0 : chance.integer('machines', 1, 4),
  min: 0,
});

const refused = ['Launch', 'Terminate'];

export const autoScalingGroupRehearsal: KindRehearsal<'auto-scaling-group'> = {
  operations: {
    ec2autoscaling: [
      'DescribeAutoScalingGroups',
      'DescribeScheduledActions',
      'PutWarmPool',
      'ResumeProcesses',
      'SuspendProcesses',
      'UpdateAutoScalingGroup',
    ],
  },
  standing: { ...groupStanding, gone: ['Delete in progress'] },
  moves: { UpdateAutoScalingGroup: ({ DesiredCapacity }) => towards(DesiredCapacity) },
  protectedBecause: ({ suspended, isProtected, ecsManaged }) => {
    const process = (suspended as readonly string[] | undefined)?.find((one) => refused.includes(one));
    if (process) return `${process} is suspended`;
    return isProtected && !ecsManaged ? 'its instances are protected from scale-in' : undefined;
  },
  world: z.strictObject({
    ...groupWorld(['ACTIVE', 'Delete in progress']),
    suspended: z.array(text('AZRebalance')).optional(),
    standby: count(1).optional(),
    isProtected: count(1).optional(),
    ecsManaged: flag(true).optional(),
    warmPool: flag(true).optional(),
    scheduled: count(2).optional(),
    alarmWants: count(3).optional(),
  }),
  stack: 'workloads',
  host: ({ group }) => `${group}.machines.simulated`,
  watched: ({ group }) => ({
    metric: 'GroupInServiceInstances',
    namespace: 'AWS/AutoScaling',
    dimensions: { AutoScalingGroupName: group },
  }),
  random: {
    weight: 1,
    prefix: 'machines',
    fields: (group) => ({ group, fallbackDesired: 1 }),
    world: (chance) => ({
      ...randomGroup(chance),
      ...(chance.happens('warm pool', 0.3) ? { warmPool: true } : {}),
      ...(chance.happens('owner holds', 0.2) ? { suspended: ['AZRebalance', 'AlarmNotification'] } : {}),
      ...(chance.happens('unstoppable', 0.06) ? { suspended: ['Terminate'] } : {}),
    }),
    disturbances: [{ wrong: [{ alarmWants: 3 }], right: { alarmWants: 1 } }],
  },
};
