import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Observation, Reading } from '#kinds/observation.ts';
import { decide } from '#run/plan/decide.ts';
import { cache, database, service } from '#test/support/definitions.ts';

const leaveAlone = 'Ana migrates it';
const db = database('db', { leaveAlone });
const app = service('app', { leaveAlone });

const seen = (observation: Observation): Reading => ({ state: 'seen', observation });
const dbIn = (status: string): Reading => seen({ kind: 'rds-instance', status, engine: 'postgres', replicas: [] });
const appAt = (count: number): Reading =>
  seen({
    kind: 'ecs-service',
    status: 'ACTIVE',
    desired: count,
    running: count,
    rollout: 'settled',
    tasksLeft: count,
    tasksHealthy: count,
  });
const unreadable: Reading = { state: 'unreadable', code: 'Throttling', message: 'slow down', retryable: true };
const memory = { kind: 'ecs-service', resource: app.name, desired: 2, run: 'r' } as const;

describe('what is left alone', () => {
  it.each([
    ['an available database', db, dbIn('available')],
    ['a broken database', db, dbIn('storage-full')],
    ['a service with tasks', app, appAt(3)],
    ['what cannot be read', db, unreadable],
  ])('what is left alone is in order for a stop: %s', (_, resource, reading) => {
    expect(decide('stop', resource, reading, undefined)).toEqual({
      kind: 'ready',
      reason: 'left alone: Ana migrates it',
    });
  });

  it.each([
    ['is up', db, dbIn('available'), undefined, 'left alone: Ana migrates it (available)'],
    ['is steady', app, appAt(2), undefined, 'left alone: Ana migrates it (steady with 2 tasks)'],
    ['is steady, with an old memory', app, appAt(3), memory, 'left alone: Ana migrates it (steady with 3 tasks)'],
  ])('what is left alone lets a start go on when it %s', (_, resource, reading, remembered, reason) => {
    expect(decide('start', resource, reading, remembered)).toEqual({ kind: 'ready', reason });
  });

  it('what is left alone with less than a stop took from it is said, and nobody waits for it', () => {
    const shrunk = seen({
      ...{ kind: 'elasticache-replication-group', status: 'available', replicas: 0, multiAz: false },
      ...{ automaticFailover: 'disabled', clusterMode: false },
    } as Observation);
    const sessions = cache('sessions', { leaveAlone, whenStopped: 'shrink' });
    const owed = {
      kind: 'elasticache-replication-group',
      resource: sessions.name,
      replicas: 2,
      run: 'stop-1',
    } as const;
    const said =
      'left alone: Ana migrates it (0 replicas, 2 remembered; stop-1 shrank it before it was left alone: restore it by hand, ' +
      'or leave out `leaveAlone` until the next start)';

    expect(decide('start', sessions, shrunk, { ...owed, multiAz: true, automaticFailover: true })).toEqual({
      ...{ kind: 'ready', reason: said, warning: said },
    });
    expect(decide('start', sessions, shrunk, undefined)).not.toHaveProperty('warning');
  });

  it('what somebody else had stopped is down although it is left alone: what needs it is not started', () => {
    const theirs = { kind: 'rds-instance', resource: db.name, run: 'stop-1', downBy: 'somebody' } as const;

    expect(decide('start', db, dbIn('stopped'), theirs)).toEqual({
      kind: 'ready',
      reason:
        'left alone: Ana migrates it (left down: already stopped by somebody else before stop-1; start it by hand, or set startAlways: true)',
      staysDown: true,
    });
  });

  it('what is left alone at zero without a memory is where its owner set it', () => {
    expect(decide('start', app, appAt(0), undefined)).toEqual({
      kind: 'ready',
      reason: 'left alone: Ana migrates it (at 0)',
    });
  });

  it.each([
    ['a stopped database', db, dbIn('stopped'), undefined, 'stopped, should be available'],
    [
      'a service that a stop took down before',
      app,
      appAt(0),
      memory,
      `2 tasks remembered; ${memory.run} took it down before it was left alone: start it by hand, or leave out \`leaveAlone\` until the next start`,
    ],
  ])(
    'what is left alone keeps a start waiting, but is not brought up: %s',
    (_, resource, reading, remembered, reason) => {
      expect(decide('start', resource, reading, remembered)).toEqual({
        kind: 'wait',
        reason: `left alone: Ana migrates it; not up: ${reason}`,
      });
    },
  );

  it('what is left alone fails a start, as any other does, when it needs manual action or does not exist', () => {
    expect(decide('start', db, dbIn('storage-full'), undefined)).toMatchObject({ kind: 'fail', code: 'storage-full' });
    expect(decide('start', db, { state: 'absent' }, undefined)).toMatchObject({ kind: 'refuse', code: 'NOT_FOUND' });
  });

  it('what is left alone is never acted upon, whatever is seen of it', () => {
    const statuses = fc.constantFrom('available', 'stopped', 'starting', 'storage-full', 'unheard-of');
    const readings = fc.oneof(statuses.map(dbIn), fc.constant<Reading>({ state: 'absent' }), fc.constant(unreadable));
    fc.assert(
      fc.property(fc.constantFrom('start', 'stop'), readings, (action, reading) => {
        expect(decide(action, db, reading, undefined).kind).not.toBe('act');
      }),
    );
  });
});

describe('what is kept up for something that is left alone', () => {
  const kept = database('db', { keptUp: 'kept up: app needs it' });

  it('what is kept up for something is remembered as somebody else’s when it is found down, although it is kept up', () => {
    const kept = { ...database('db'), keptUp: 'kept up: app depends on it and has leaveAlone' };

    expect(decide('stop', kept, dbIn('stopped'), undefined, true)).toMatchObject({
      effects: [{ do: 'remember', downBy: 'somebody' }],
      untouched: true,
    });
  });

  it('what is kept up for something that is left alone is in order for a stop, and started like any other', () => {
    expect(decide('stop', kept, dbIn('available'), undefined)).toEqual({
      kind: 'ready',
      reason: 'kept up: app needs it',
    });
    expect(decide('start', kept, dbIn('stopped'), undefined)).toMatchObject({ kind: 'act' });
  });
});
