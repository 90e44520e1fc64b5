// What is done about groups of machines: every step of a stop and a start, and what their owners did meanwhile.
import { describe, expect, it } from 'vitest';
import { groupStatuses, held } from '#kinds/auto-scaling-group/decide.ts';
import { nodeGroupStatuses } from '#kinds/eks-node-group/decide.ts';
import { type GroupObservation, type GroupRemembered, groupDecision } from '#kinds/machines/machine-group.ts';

const machines = groupDecision({ word: 'instance', ...groupStatuses, held });
const nodes = groupDecision({ word: 'node', ...nodeGroupStatuses, held: [] });

const seen = (more: Partial<GroupObservation> = {}): GroupObservation => ({
  kind: 'auto-scaling-group',
  status: 'ACTIVE',
  ...{ min: 1, max: 4, desired: 2, ready: 2, left: 2, standby: 0, isProtected: 0, scheduled: 0 },
  suspended: [],
  problems: [],
  ...more,
});

const both = ['AlarmNotification', 'ScheduledActions'];
const down = seen({ min: 0, desired: 0, ready: 0, left: 0, suspended: both });

type Memory = GroupRemembered & { readonly run: string; readonly givenBack?: true };

const memory = (more: Partial<Memory> = {}): Memory => ({
  kind: 'auto-scaling-group',
  ...{ desired: 2, min: 1, max: 4, run: 'stop-1' },
  suspended: [],
  ...more,
});

const stop = (of: GroupObservation, remembered?: Memory) =>
  machines.towards('stop', { resource: {}, seen: of, memory: remembered });
const start = (of: GroupObservation, remembered?: Memory, resource = {}) =>
  machines.towards('start', { resource, seen: of, memory: remembered });

const size = (min: number, desired: number, max = 4) => ({ do: 'set-group-size', min, desired, max });

describe('a stop of a group of machines', () => {
  it('a stop of a group stores count, bounds, suspended processes and scheduled actions, and first holds what could raise it', () => {
    expect(stop(seen({ scheduled: 2, suspended: ['AZRebalance'] }))).toMatchObject({
      kind: 'act',
      effects: [
        { do: 'remember', desired: 2, min: 1, max: 4, suspended: ['AZRebalance'], scheduled: 2 },
        { do: 'suspend-group', processes: both },
      ],
    });
  });

  it('a stop of a group holds only what its owner does not hold himself', () => {
    expect(stop(seen({ suspended: ['AlarmNotification'] }), memory())).toMatchObject({
      effects: [{ do: 'suspend-group', processes: ['ScheduledActions'] }],
    });
  });

  it('a stop of a group empties its warm pool before its count, and stores that', () => {
    const warmPool = { min: 1, prepared: -1, state: 'Stopped', reuse: true, left: 2 };
    expect(stop(seen({ suspended: both, warmPool }), memory())).toMatchObject({
      effects: [{ do: 'set-warm-pool', pool: { min: 0, prepared: 0, state: 'Stopped', reuse: true } }],
    });
    expect(stop(seen({ warmPool }))).toMatchObject({
      effects: [{ do: 'remember', warmPool: { min: 1, prepared: -1, state: 'Stopped', reuse: true } }, {}],
    });
  });

  it('a stop of a group sets minimum and count to 0, keeps the maximum, and waits until every machine is gone', () => {
    expect(stop(seen({ suspended: both }), memory())).toMatchObject({ effects: [size(0, 0)] });
    expect(stop({ ...down, left: 1 }, memory())).toMatchObject({ kind: 'wait', reason: '1 instance left' });
    expect(stop(down, memory())).toEqual({ kind: 'ready', reason: 'no instances left' });
  });

  it('a stop of a group names what is protected from scale-in, and does not lift that', () => {
    expect(stop({ ...down, left: 1, isProtected: 1 }, memory())).toMatchObject({
      kind: 'wait',
      reason: expect.stringContaining('1 protected from scale-in'),
    });
  });

  it('a stop of a group says that instances in standby stay up', () => {
    expect(stop({ ...down, standby: 1 }, memory())).toMatchObject({
      kind: 'ready',
      warning: '1 instance in standby stay up: their owner took them out of service',
    });
  });

  it('a stop of a group never writes over what is stored of this downtime, but over what was given back', () => {
    expect(stop(seen({ desired: 3, suspended: both }), memory())).toMatchObject({ effects: [size(0, 0)] });
    expect(stop(seen({ desired: 3, suspended: both }), memory({ givenBack: true }))).toMatchObject({
      // What a start did not get to lift is not its owner's.
      effects: [{ do: 'remember', desired: 3, suspended: [] }, size(0, 0)],
    });
  });

  it('a stop of a group at zero on purpose stores that, and holds what could raise it', () => {
    const zero = seen({ min: 0, desired: 0, ready: 0, left: 0 });
    expect(stop(zero)).toMatchObject({ effects: [{ do: 'remember', desired: 0 }, { do: 'suspend-group' }] });
    expect(stop(down, memory({ desired: 0 }))).toMatchObject({ kind: 'ready' });
  });

  it('a stop of a group is refused where it could not come back, unless it is down already', () => {
    const refusal = { code: 'SCALE_IN_PROTECTION', reason: '2 of its instances are protected from scale-in' };
    expect(stop(seen({ refusal }))).toEqual({ kind: 'refuse', ...refusal });
    expect(stop({ ...down, refusal }, memory())).toMatchObject({ kind: 'ready' });
  });

  it('a stop of a group that is being deleted fails as gone', () => {
    expect(stop(seen({ status: 'Delete in progress' }))).toMatchObject({ kind: 'fail', isGone: true });
  });
});

describe('a start of a group of machines', () => {
  it('a start of a group brings count and minimum back, and gives the count back to its owner', () => {
    expect(start(down, memory())).toMatchObject({
      kind: 'act',
      effects: [size(1, 2), { do: 'give-back', capturedBy: 'stop-1' }],
      reason: '2 instances remembered',
    });
  });

  it('a start of a group stays within the maximum that its owner set meanwhile', () => {
    expect(start({ ...down, max: 1 }, memory({ min: 2, desired: 3 }))).toMatchObject({
      effects: [size(1, 1, 1), {}],
      reason: '3 instances remembered, but its maximum is 1 now',
    });
  });

  it('a start of a group leaves the count that its owner set meanwhile, and brings its minimum back as far as that lets it', () => {
    expect(start({ ...down, desired: 3, ready: 3, left: 3 }, memory({ min: 2 }))).toMatchObject({
      effects: [size(2, 3), { do: 'give-back' }],
    });
    expect(start({ ...down, desired: 1, ready: 1, left: 1 }, memory({ min: 2 }))).toMatchObject({
      effects: [size(1, 1), { do: 'give-back' }],
    });
  });

  it('a start of a group waits until all are in service, then lifts only what a stop held, and forgets', () => {
    const up = seen({ suspended: both });
    expect(start({ ...up, ready: 1 }, memory({ givenBack: true }))).toMatchObject({ kind: 'wait', partlyUp: true });
    expect(start(up, memory({ givenBack: true, suspended: ['AlarmNotification'] }))).toMatchObject({
      effects: [
        { do: 'resume-group', processes: ['ScheduledActions'] },
        { do: 'forget', capturedBy: 'stop-1' },
      ],
      final: true,
    });
  });

  it('a start of a group brings its warm pool back, unless its owner set another one meanwhile', () => {
    const pool = { min: 1, prepared: -1, state: 'Stopped', reuse: false };
    const emptied = { ...pool, min: 0, prepared: 0, left: 0 };
    expect(start(seen({ warmPool: emptied }), memory({ givenBack: true, warmPool: pool }))).toMatchObject({
      effects: [{ do: 'set-warm-pool', pool }, { do: 'forget' }],
    });
    expect(
      start(seen({ warmPool: { ...pool, min: 3, left: 3 } }), memory({ givenBack: true, warmPool: pool })),
    ).toMatchObject({
      effects: [{ do: 'forget' }],
    });
  });

  it('a start of a group says that its scheduled actions did not act meanwhile', () => {
    expect(start(seen(), memory({ givenBack: true, scheduled: 2 })).reason).toBe(
      '2 instances ready; its 2 scheduled actions did not act while it was down',
    );
  });

  it('a start of a group at zero uses fallbackDesired without a memory, and otherwise says what to do', () => {
    expect(start(down)).toMatchObject({ kind: 'refuse', code: 'NO_MEMORY' });
    expect(start(down, undefined, { fallbackDesired: 2 })).toMatchObject({ effects: [size(0, 2)] });
    expect(start(down, memory({ desired: 0 }), { startAlways: true, fallbackDesired: 1 })).toMatchObject({
      effects: [size(1, 1), {}],
    });
  });

  it('a start of a group leaves one at zero that was so before the stop, and lets go what a stop held', () => {
    expect(start(down, memory({ desired: 0 }))).toMatchObject({
      effects: [{ do: 'give-back' }, { do: 'resume-group', processes: both }],
      final: true,
    });
    expect(start({ ...down, suspended: [] }, memory({ desired: 0, givenBack: true }))).toEqual({
      kind: 'ready',
      reason: 'at 0 on purpose',
    });
  });

  it('a start of a group without a memory of it only waits', () => {
    expect(start(seen())).toEqual({ kind: 'ready', reason: '2 instances ready' });
    expect(start(seen({ ready: 0, suspended: ['Launch'] }))).toMatchObject({
      kind: 'wait',
      reason: '0 of 2 instances ready; its owner suspended Launch',
    });
  });
});

describe('a node group of EKS', () => {
  const about = (action: 'start' | 'stop', of: Partial<GroupObservation>, remembered?: Memory) =>
    nodes.towards(action, { resource: {}, seen: seen(of), memory: remembered });

  it.each([
    ['stop', 'UPDATING', 'wait'],
    ['stop', 'CREATING', 'wait'],
    ['stop', 'DEGRADED', 'fail'],
    ['stop', 'CREATE_FAILED', 'fail'],
    ['stop', 'DELETING', 'fail'],
    ['stop', 'RESIZING_THE_MOON', 'wait'],
    ['start', 'UPDATING', 'wait'],
    ['start', 'DEGRADED', 'fail'],
    ['start', 'DELETING', 'fail'],
    ['start', 'RESIZING_THE_MOON', 'wait'],
  ] as const)('a node group on %s in status %s: %s', (action, status, kind) => {
    expect(about(action, { status }).kind).toBe(kind);
  });

  it('a node group that is degraded fails with what EKS says is wrong', () => {
    expect(
      about('start', { status: 'DEGRADED', problems: ['AsgInstanceLaunchFailures: no capacity'] }).reason,
    ).toContain('AsgInstanceLaunchFailures: no capacity');
  });

  it('a node group goes to 0 with one change, and comes back with what EKS says while nodes are missing', () => {
    expect(about('stop', {})).toMatchObject({ effects: [{ do: 'remember' }, size(0, 0)] });
    expect(about('start', { ready: 1, problems: ['NodeCreationFailure'] }, memory({ givenBack: true }))).toMatchObject({
      kind: 'wait',
      reason: '1 of 2 nodes ready: NodeCreationFailure',
    });
  });
});
