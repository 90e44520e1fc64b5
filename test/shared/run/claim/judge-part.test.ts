// Which deliveries of a resource's own week are carried out, for what, and what a stop of everything leaves up.
import { describe, expect, it } from 'vitest';
import type { Override } from '#core/override.ts';
import { judgeOwnTime, judgeWhole, leftAwake } from '#run/claim/judge-part.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';

const local = (text: string): number => Date.parse(`${text}:00-03:00`);
const week = (from: string, until: string) => ({ awakeOn: [{ days: ['sat'], from, until }] });
const definition = definitionOf([
  database('db'),
  service('first', { dependsOn: ['db'], ...week('10:00', '14:00') }),
  service('second', { dependsOn: ['db'], ...week('11:00', '16:00') }),
  database('log'),
]);

const judged = (
  action: 'start' | 'stop',
  only: string[],
  time: string,
  more: { late?: number; overrides?: Override[]; enabled?: boolean } = {},
) => {
  const { late = 0, overrides = [], enabled = true } = more;
  const scheduledTime = new Date(local(time)).toISOString();
  const request = {
    environment: 'staging',
    requestedBy: 'schedule',
    scheduledTime,
    only,
    supersede: false,
    dryRun: false,
  };
  const nowMs = local(time) + late * 60_000;
  return judgeOwnTime(action, request, definition, { enabled, overrides, reports: [], nowMs });
};

const heldDown = {
  id: 'h',
  hold: 'down' as const,
  from: local('2026-11-20T21:00'),
  until: local('2026-11-22T21:00'),
  by: 'ana',
  why: 'x',
};

describe('a delivery of an own week', () => {
  it.each([
    ['a time that begins is a start', 'start', ['first'], '2026-11-21T10:00', {}, { admitted: true, only: ['first'] }],
    [
      'the first of two that ends stops itself alone',
      'stop',
      ['first'],
      '2026-11-21T14:00',
      {},
      { admitted: true, only: ['first'] },
    ],
    [
      'the last that ends stops what both needed',
      'stop',
      ['second'],
      '2026-11-21T16:00',
      {},
      { admitted: true, only: ['db'] },
    ],
    ['what is no time of it is stale', 'start', ['first'], '2026-11-21T10:01', {}, { outcome: 'stale' }],
    ['on another day it is stale', 'start', ['first'], '2026-11-22T10:00', {}, { outcome: 'stale' }],
    ['at the tolerance it is carried out', 'start', ['first'], '2026-11-21T10:00', { late: 90 }, { admitted: true }],
    ['later than that it is stale', 'start', ['first'], '2026-11-21T10:00', { late: 91 }, { outcome: 'stale' }],
    ['a pause skips it', 'start', ['first'], '2026-11-21T10:00', { enabled: false }, { outcome: 'skipped' }],
    ['a hold down skips it', 'start', ['first'], '2026-11-21T10:00', { overrides: [heldDown] }, { outcome: 'skipped' }],
  ] as const)('%s', (_, action, only, time, more, expected) =>
    expect(judged(action, [...only], time, more as { late?: number })).toMatchObject(expected),
  );

  it('what is up with its environment, or kept up by it, is left out quietly', () => {
    const heldUp = { ...heldDown, hold: 'up' as const };
    expect(judged('start', ['first'], '2026-11-21T10:00', { overrides: [heldUp] })).toMatchObject({ quiet: true });
    expect(judged('stop', ['first'], '2026-11-21T14:00', { overrides: [heldUp] })).toMatchObject({ quiet: true });
  });
});

describe('a stop of everything', () => {
  const circumstances = { enabled: true, overrides: [], reports: [], nowMs: local('2026-11-21T12:00') };
  it('a person who stops the environment leaves up who is awake by its own week, with what it needs', () => {
    expect(leftAwake(definition, circumstances).map(({ names }) => names.toSorted())).toEqual([
      ['db', 'first'],
      ['db', 'second'],
    ]);
    expect(leftAwake(definition, { ...circumstances, nowMs: local('2026-11-21T16:00') })).toEqual([]);
  });
  it('the schedule leaves them up too, and says why', () => {
    expect(judgeWhole('stop', {}, definition, circumstances)).toMatchObject({
      leaves: [{ reason: 'second stays awake until 2026-11-21T16:00:00-03:00' }, { names: ['first'] }],
    });
  });
  it('a hold down leaves nothing up', () =>
    expect(leftAwake(definition, { ...circumstances, overrides: [heldDown] })).toEqual([]));
});

describe('a start of everything that begins before its slot', () => {
  const nightly = {
    environment: 'staging',
    ...{
      kind: 'curfew-report' as const,
      version: 1 as const,
      outcome: 'done' as const,
      reason: 'done',
      requestedBy: 'ana',
    },
    ...{ seconds: 60, criticalPath: [], criticalPathSeconds: 0, alarmsMuted: [], warnings: [] },
    ...{ run: 'staging-stop-by-name', action: 'stop' as const, only: ['log'], of: 4 },
    startedAt: '2026-11-20T01:00:00-03:00',
    endedAt: '2026-11-20T01:01:00-03:00',
    resources: [{ resource: 'log', kind: 'rds-instance', stage: 1, outcome: 'done' as const, reason: 'stopped' }],
  };
  const early = { enabled: true, overrides: [], reports: [nightly], nowMs: local('2026-11-20T06:30') };

  it('starts also what somebody stopped alone in the night: its slot is newer than that', () => {
    const readyBy = new Date(local('2026-11-20T08:00')).toISOString();
    expect(judgeWhole('start', { readyBy }, definition, early)).toEqual({ admitted: true });
  });
  it('leaves down what somebody stopped alone after the slot', () => {
    const late = { ...early, reports: [{ ...nightly, startedAt: '2026-11-20T08:00:30-03:00' }] };
    const nowMs = local('2026-11-20T08:02');
    expect(judgeWhole('start', {}, definition, { ...late, nowMs })).toEqual({
      admitted: true,
      only: ['first', 'second'],
    });
  });
});

describe('the end of an own week', () => {
  const keptUp = 'kept up: idle has leaveAlone';
  const shared = definitionOf([
    { ...database('db'), keptUp },
    service('first', { dependsOn: ['db'], ...week('10:00', '14:00') }),
    service('other', { dependsOn: ['db'] }),
    service('idle', { dependsOn: ['db'], leaveAlone: 'theirs' }),
  ]);

  it('stops what was awake, and not everything for the sake of what is kept up', () => {
    const nowMs = local('2026-11-21T14:00');
    const scheduledTime = new Date(nowMs).toISOString();
    const request = { environment: 'staging', requestedBy: 'schedule', scheduledTime, only: ['first'] };
    const circumstances = { enabled: true, overrides: [], reports: [], nowMs };
    expect(judgeOwnTime('stop', { ...request, supersede: false, dryRun: false }, shared, circumstances)).toEqual({
      admitted: true,
      only: ['first'],
    });
  });
});
