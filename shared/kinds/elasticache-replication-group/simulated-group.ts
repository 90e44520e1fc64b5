// One simulated replication group: one change at a time, each taking its minutes, with the refusals of
// facts/aws-semantics.md 3. There is no stop.

import { awsError } from '#sim/aws/aws-error.ts';
import { minutes, seconds, type World } from '#sim/aws/simulated-service.ts';
import { errorOf } from '#sim/faults.ts';

export type CacheFacts = {
  readonly status: string;
  readonly replicas: number;
  readonly multiAz: boolean;
  /** `enabled`, `enabling`, `disabled` or `disabling`. */
  readonly automaticFailover: string;
  readonly clusterMode: boolean;
};

export type SimGroup = {
  readonly name: string;
  readonly id: string;
  /** The definition has it shrunk overnight, so the trace shows whether it is. */
  readonly shrinks: boolean;
  facts: CacheFacts;
  hadReplicas: boolean;
  changeMinutes?: number;
  /** What reads still show for a moment after a change. */
  stale?: { readonly facts: CacheFacts; readonly untilMs: number };
  /** What the change that is under way ends in. */
  goal?: Partial<CacheFacts>;
  pending: readonly (() => void)[];
};

export type GroupRequest = {
  readonly ReplicationGroupId: string;
  readonly MultiAZEnabled?: boolean;
  readonly AutomaticFailoverEnabled?: boolean;
  readonly NewReplicaCount?: number;
  readonly ApplyImmediately?: boolean;
};

const replicasMax = 5;

const invalidCombination = (message: string): Error =>
  awsError('InvalidParameterCombinationException', message, { wireCode: 'InvalidParameterCombination' });

const invalidValue = (message: string): Error =>
  awsError('InvalidParameterValueException', message, { wireCode: 'InvalidParameterValue' });

/** The group in one word. Where it may be shrunk, `available` alone would not show whether it is. */
export const statusOf = ({ shrinks, facts, hadReplicas }: SimGroup): string => {
  if (!shrinks || facts.status !== 'available' || facts.replicas > 0) return facts.status;
  return hadReplicas ? 'shrunk' : 'unreplicated';
};

const become = (group: SimGroup, change: Partial<CacheFacts>, world: World): void => {
  const before = statusOf(group);
  group.facts = { ...group.facts, ...change };
  const after = statusOf(group);
  if (before !== after) world.changed(group.name, before, after, { replicas: group.facts.replicas });
};

type Change = {
  /** How the group stands at once, apart from being modified. */
  readonly via?: Partial<CacheFacts>;
  readonly goal: Partial<CacheFacts>;
  /** Known some time after the group is available again. */
  readonly late?: Partial<CacheFacts>;
};

const begin = (group: SimGroup, what: string, { via = {}, goal, late }: Change, world: World): void => {
  const { clock, chance } = world;
  const drawn = () => seconds(Math.round(chance.between(`${group.name} ${what}`, 180, 480)));
  const doneMs = clock.nowMs() + (group.changeMinutes === undefined ? drawn() : minutes(group.changeMinutes));
  const readableMs = clock.nowMs() + chance.between(`${group.name} read lag`, 0, seconds(3));
  const end = { status: 'available', ...goal, ...late };
  group.stale = { facts: group.facts, untilMs: readableMs };
  group.hadReplicas ||= group.facts.replicas > 0;
  group.goal = end;
  become(group, { status: 'modifying', ...via }, world);
  const finish = (): void => {
    delete group.goal;
    const before = statusOf(group);
    become(group, end, world);
    // Otherwise the trace would not show how long it took.
    if (late && statusOf(group) === before) world.changed(group.name, before, before, { ...late });
  };
  if (!late) {
    group.pending = [clock.at(doneMs, finish)];
    return;
  }
  const lateMs = doneMs + seconds(chance.integer(`${group.name} ${what} lag`, 20, 90));
  const nearly = (): void => become(group, { status: 'available', ...goal }, world);
  group.pending = [clock.at(doneMs, nearly), clock.at(lateMs, finish)];
};

const isEnabled = ({ facts }: SimGroup): boolean => facts.automaticFailover === 'enabled';

/** During a change or a backup it takes no other (facts/aws-semantics.md 3.3). */
const mustTakeChanges = ({ id, facts }: SimGroup): void => {
  if (facts.status !== 'available' || facts.automaticFailover.endsWith('ing'))
    throw errorOf('InvalidReplicationGroupState', `Replication group ${id} is ${facts.status}, not available.`);
};

const modify = (group: SimGroup, request: GroupRequest, world: World): void => {
  const multiAz = request.MultiAZEnabled ?? group.facts.multiAz;
  const failover = request.AutomaticFailoverEnabled ?? isEnabled(group);
  if (multiAz && !failover) throw invalidCombination('Automatic failover must be enabled if Multi-AZ is enabled.');
  if (failover && group.facts.replicas === 0)
    throw invalidCombination('Automatic failover needs at least one replica that is available.');
  if (failover === isEnabled(group)) {
    if (multiAz !== group.facts.multiAz) begin(group, 'Multi-AZ', { goal: { multiAz } }, world);
    return;
  }
  const settled = { automaticFailover: failover ? 'enabled' : 'disabled' };
  const via = { automaticFailover: failover ? 'enabling' : 'disabling' };
  // Sometimes the group is available before its failover has settled.
  const lags = world.chance.happens(`${group.name} failover lags`, 0.3);
  const goal = lags ? { multiAz } : { multiAz, ...settled };
  begin(group, 'failover', { via, goal, ...(lags ? { late: settled } : {}) }, world);
};

const wantedCount = ({ facts }: SimGroup, { NewReplicaCount, ApplyImmediately }: GroupRequest): number => {
  if (ApplyImmediately !== true) throw invalidValue('ApplyImmediately=false is not supported.');
  if (NewReplicaCount === undefined) throw invalidCombination('NewReplicaCount is needed.');
  if (NewReplicaCount !== facts.replicas) return NewReplicaCount;
  const message = `The group has ${NewReplicaCount} replicas already.`;
  throw awsError('NoOperationFault', message, { wireCode: 'NoOperationFault' });
};

const decrease = (group: SimGroup, request: GroupRequest, world: World): void => {
  const replicas = wantedCount(group, request);
  if (replicas > group.facts.replicas) throw invalidValue('NewReplicaCount must be less than the current count.');
  if (replicas === 0 && (group.facts.multiAz || isEnabled(group)))
    throw invalidCombination('The last replica is needed while Multi-AZ or automatic failover is enabled.');
  begin(group, 'fewer replicas', { goal: { replicas } }, world);
};

const increase = (group: SimGroup, request: GroupRequest, world: World): void => {
  const replicas = wantedCount(group, request);
  if (replicas < group.facts.replicas || replicas > replicasMax)
    throw invalidValue(`NewReplicaCount must be more than the current count and at most ${replicasMax}.`);
  // The new nodes are listed at once, long before they serve.
  begin(group, 'more replicas', { via: { replicas }, goal: {} }, world);
};

const changes: Readonly<Record<string, (group: SimGroup, request: GroupRequest, world: World) => void>> = {
  ModifyReplicationGroup: modify,
  DecreaseReplicaCount: decrease,
  IncreaseReplicaCount: increase,
};

export const changeOf = (operation: string) => {
  const change = changes[operation];
  return (
    change &&
    ((group: SimGroup, request: GroupRequest, world: World): void => {
      mustTakeChanges(group);
      change(group, request, world);
    })
  );
};

/** Someone else changes the group. What was under way is over at once. */
export const overtake = (group: SimGroup, facts: Partial<CacheFacts>, world: World): void => {
  for (const cancel of group.pending) cancel();
  group.pending = [];
  const { goal } = group;
  delete group.goal;
  become(group, { ...goal, ...facts }, world);
};
