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
