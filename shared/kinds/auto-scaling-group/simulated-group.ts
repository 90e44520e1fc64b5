// One simulated group of machines: they come and go in their time, until there are as many as its count says.
import { minutes, type World } from '#sim/aws/simulated-service.ts';
import type { WarmPool } from '../machines/machine-group.ts';

export type GroupWorld = {
  readonly status?: string | undefined;
  readonly desired?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly startMinutes?: number | undefined;
  readonly stopMinutes?: number | undefined;
  readonly suspended?: readonly string[] | undefined;
  readonly standby?: number | undefined;
  readonly isProtected?: number | undefined;
  readonly ecsManaged?: boolean | undefined;
  readonly warmPool?: boolean | undefined;
  readonly scheduled?: number | undefined;
  /** What an alarm of a scaling policy, such as target tracking, wants at this moment. */
  readonly alarmWants?: number | undefined;
  readonly problem?: string | undefined;
};

type Machine = { readonly id: string; state: 'Pending' | 'InService' | 'Terminating' };

export type SimGroup = {
  readonly name: string;
  readonly cluster?: string;
  readonly nodeGroup?: string;
  /** What Auto Scaling calls it. */
  readonly id: string;
  facts: GroupWorld;
  min: number;
  max: number;
  desired: number;
  suspended: readonly string[];
  machines: Machine[];
  pool?: WarmPool;
  poolLeft: number;
  /** Of a node group: a status that is on its way to ACTIVE. */
  updating: boolean;
  shown: string;
  number: number;
};

export const inService = ({ machines }: SimGroup): number =>
  machines.filter(({ state }) => state === 'InService').length;

/** The group in one word: its count and its machines, or what AWS says of it. */
export const standing = (group: SimGroup): string => {
  const { facts, desired, machines } = group;
  if (facts.status !== undefined && facts.status !== 'ACTIVE') return facts.status;
  if (desired === 0) return machines.length > 0 || group.poolLeft > 0 ? 'draining' : 'stopped';
  return inService(group) >= desired ? groupUp : 'starting';
};

export const tell = (group: SimGroup, world: World): void => {
  const now = standing(group);
  if (now === group.shown) return;
  world.changed(group.name, group.shown, now, { desired: group.desired, running: inService(group) });
  group.shown = now;
};

const takes = (group: SimGroup, world: World, to: 'start' | 'stop'): number => {
  const fixed = to === 'start' ? group.facts.startMinutes : group.facts.stopMinutes;
  const [min, max] = to === 'start' ? [1, 4] : [0.5, 3];
  return Math.round(minutes(fixed ?? world.chance.between(`${group.name} ${to}`, min, max)) / 1_000) * 1_000;
};

const launch = (group: SimGroup, world: World): void => {
  const machine: Machine = { id: `i-${group.name}-${group.number++}`, state: 'Pending' };
  group.machines.push(machine);
  world.clock.at(world.clock.nowMs() + takes(group, world, 'start'), () => {
    if (machine.state !== 'Pending') return;
    machine.state = 'InService';
    tell(group, world);
  });
};

const terminate = (group: SimGroup, machine: Machine, world: World): void => {
  machine.state = 'Terminating';
  world.clock.at(world.clock.nowMs() + takes(group, world, 'stop'), () => {
    group.machines = group.machines.filter((one) => one !== machine);
    tell(group, world);
  });
};

/** Auto Scaling makes the machines what the count says. */
export const balance = (group: SimGroup, world: World): void => {
  const alive = () => group.machines.filter(({ state }) => state !== 'Terminating');
  if (!group.suspended.includes('Launch')) while (alive().length < group.desired) launch(group, world);
  const kept = Math.max(group.desired, group.facts.isProtected ?? 0);
  if (!group.suspended.includes('Terminate'))
    for (const machine of alive().slice(kept)) terminate(group, machine, world);
  tell(group, world);
};

export const resize = (
  group: SimGroup,
  { min, max, desired }: Partial<Pick<SimGroup, 'min' | 'max' | 'desired'>>,
  world: World,
) => {
  group.min = min ?? group.min;
  group.max = Math.max(max ?? group.max, group.min);
  const before = group.desired;
  group.desired = Math.min(group.max, Math.max(group.min, desired ?? group.desired));
  if (group.desired !== before) world.resized?.(group.name, group.desired, undefined);
  balance(group, world);
};

/** What a trace calls one that is up. */
export const groupUp = 'steady';

export const freshGroup = () => ({
  ...{ min: 1, max: 4, desired: 2, suspended: [] as readonly string[], poolLeft: 0, updating: false, number: 3 },
});

export const newGroup = (name: string, id: string, more: Partial<SimGroup> = {}): SimGroup => ({
  name,
  id,
  facts: {},
  ...freshGroup(),
  shown: groupUp,
  machines: [1, 2].map((number) => ({ id: `i-${name}-${number}`, state: 'InService' as const })),
  ...more,
});
