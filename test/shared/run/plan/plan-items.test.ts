// What a plan says of each resource, and what becomes of decisions about what is left alone.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { EcsObservation } from '#kinds/ecs-service/definition.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import type { Next } from '#kinds/next.ts';
import type { Reading } from '#kinds/observation.ts';
import { decide } from '#run/plan/decide.ts';
import { expectedDurations, reportsForDurations } from '#run/plan/expected-durations.ts';
import { leftAlone } from '#run/plan/leave-alone.ts';
import { outlived } from '#run/plan/outlived.ts';
import { emptyPlan, planOperation } from '#run/plan/plan-operation.ts';
import { database, definitionOf, named, service } from '#test/support/definitions.ts';

const db = database('db');
const status = (value: string): Reading => ({
  state: 'seen',
  observation: { kind: 'rds-instance', status: value, engine: 'postgres', replicas: [] },
});
const unreadable = (retryable: boolean): Reading => ({ state: 'unreadable', code: 'DENIED', message: 'no', retryable });

const itemOf = (reading: Reading | undefined, expected?: number) => {
  const readings = new Map(reading ? [[db.name, reading]] : []);
  const seconds = expected === undefined ? new Map() : new Map([['db', expected]]);
  return planOperation('stop', definitionOf([db]), readings, [], seconds).items[0];
};
const head = { resource: 'db', kind: 'rds-instance', stage: 1, after: [] };

describe('a plan says of a resource', () => {
  it.each<[reading: Reading | undefined, item: object]>([
    [status('available'), { decision: 'act', reason: 'available, should be stopped' }],
    [status('backing-up'), { decision: 'act', reason: 'backing-up; AWS accepts a stop only when available' }],
    [status('stopped'), { decision: 'skip', reason: 'stopped' }],
    [
      status('failed'),
      { decision: 'refuse', reason: 'status failed needs manual action; nothing was changed', code: 'failed' },
    ],
    [
      { state: 'absent' },
      {
        decision: 'refuse',
        reason: 'not found in AWS; check its name in the definition',
        code: 'NOT_FOUND',
      },
    ],
    [unreadable(true), { decision: 'refuse', reason: 'cannot be read now: DENIED', code: 'DENIED', unread: true }],
    [unreadable(false), { decision: 'refuse', reason: 'cannot be read: no', code: 'DENIED' }],
    [undefined, { decision: 'refuse', reason: 'cannot be read now: NOT_READ', code: 'NOT_READ', unread: true }],
  ])('a plan says of a resource what was read of it: %j', (reading, item) => {
    expect(itemOf(reading)).toEqual({ ...head, ...item });
  });

  it('a plan says of a resource what it took before, and what it waits for', () => {
    const app = service('app', { dependsOn: ['db'] });
    const plan = planOperation('stop', definitionOf([db, app]), new Map(), [], new Map([['db', 60]]));

    expect(itemOf(status('stopped'), 60)).toEqual({
      ...head,
      decision: 'skip',
      reason: 'stopped',
      expectedSeconds: 60,
    });
    expect(plan.items.map(({ resource, after, stage }) => [resource, after, stage])).toEqual([
      ['app', [], 1],
      ['db', ['app'], 2],
    ]);
    expect(plan).toMatchObject({ environment: 'staging', action: 'stop', stages: [['app'], ['db']], memories: [] });
  });

  it('a plan says of a resource what its memory makes of it', () => {
    const app = service('app');
    const down = { kind: 'ecs-service', status: 'ACTIVE', desired: 0, running: 0, tasksLeft: 0, tasksHealthy: 0 };
    const reading = { state: 'seen', observation: { ...down, rollout: 'settled' } as EcsObservation } as const;
    const memory: ServiceMemory = { kind: 'ecs-service', resource: named('app'), desired: 4, run: 'r' };
    const plan = planOperation('start', definitionOf([app]), new Map([[app.name, reading]]), [memory]);

    expect(plan.items[0]).toMatchObject({ decision: 'act', reason: '4 tasks remembered' });
    expect(plan.memories).toEqual([memory]);
  });

  it('a plan says of a resource nothing when it is empty', () => {
    expect(emptyPlan('staging', 'stop')).toEqual({
      environment: 'staging',
      action: 'stop',
      stages: [],
      items: [],
      memories: [],
    });
  });

  it('a plan says of a resource that it is optional', () => {
    expect(decide('stop', { ...db, optional: true }, { state: 'absent' }, undefined)).toEqual({
      kind: 'ready',
      reason: 'optional and not deployed',
    });
  });
});

describe('what is left alone', () => {
  const gate = { ...service('app'), leaveAlone: 'agent' };
  const ready = (reason: string): Next => ({ kind: 'ready', reason });
  const act = (more: object = {}): Next => ({ kind: 'act', effects: [], reason: 'r', ...more });
  const cases: readonly (readonly [what: string, next: Next, becomes: Next])[] = [
    ['is up', ready('r'), ready('left alone: agent (r)')],
    ['has only its books to be put in order', act({ final: true }), ready('left alone: agent (r)')],
    ['needs a change', act(), { kind: 'wait', reason: 'left alone: agent; not up: r' }],
    ['serves while it is changed', act({ serves: true }), ready('left alone: agent (r)')],
    ['is waited for', { kind: 'wait', reason: 'r' }, { kind: 'wait', reason: 'left alone: agent; not up: r' }],
    ['serves while it is waited for', { kind: 'wait', reason: 'r', serves: true }, ready('left alone: agent (r)')],
    ['is at zero', { kind: 'refuse', reason: 'r', code: 'NO_MEMORY' }, ready('left alone: agent (at 0)')],
    ['is refused', { kind: 'refuse', reason: 'r', code: 'X' }, { kind: 'refuse', reason: 'r', code: 'X' }],
    ['has failed', { kind: 'fail', reason: 'r', code: 'NO_MEMORY' }, { kind: 'fail', reason: 'r', code: 'NO_MEMORY' }],
  ];

  it.each(cases)('a start decides about what is left alone and %s', (_, next, becomes) => {
    expect(leftAlone('start', gate, next)).toEqual(becomes);
  });

  it('what is left alone is never stopped, nor is what is kept up for it', () => {
    expect(leftAlone('stop', gate, act())).toEqual(ready('left alone: agent'));
    expect(leftAlone('stop', { ...service('db'), keptUp: 'app needs it' }, act())).toEqual(ready('app needs it'));
    expect(leftAlone('stop', service('db'), act())).toEqual(act());
    expect(leftAlone('start', service('db'), act())).toEqual(act());
    expect(leftAlone('start', { ...service('db'), keptUp: 'app needs it' }, act())).toEqual(act());
  });
});

describe('a memory', () => {
  const captured = 'staging-stop-20261116T230000Z';
  const memory = { kind: 'ecs-service', resource: named('shop'), desired: 2, run: captured } as const;
  const up: Reading = {
    state: 'seen',
    observation: { kind: 'ecs-service', status: 'ACTIVE', desired: 5 } as EcsObservation,
  };
  const report = (startedAt: string, action = 'start') =>
    ({ action, outcome: 'done', startedAt, resources: [] }) as unknown as Report;
  const isOld = (reading: Reading | undefined, reports: readonly Report[], dueSince?: string) =>
    outlived([memory], {
      readings: new Map(reading ? [[memory.resource, reading]] : []),
      reports,
      dueSince: dueSince === undefined ? undefined : Date.parse(dueSince),
    }).size === 1;
  const morning = report('2026-11-17T11:00:00Z');

  it('a memory has not outlived its day by another stop, nor by a start at its moment', () => {
    expect(isOld(up, [morning])).toBe(true);
    expect(isOld(up, [report('2026-11-17T11:00:00Z', 'stop')])).toBe(false);
    expect(isOld(up, [report('2026-11-16T23:00:00Z')])).toBe(false);
  });

  it('a memory has outlived its day when the next evening is six hours away, and not before', () => {
    expect(isOld(up, [], '2026-11-17T05:00:00Z')).toBe(true);
    expect(isOld(up, [], '2026-11-17T04:59:59Z')).toBe(false);
  });

  it('a memory has not outlived its day while nobody sees the service up', () => {
    expect(isOld(undefined, [morning])).toBe(false);
    expect(isOld(unreadable(true), [morning])).toBe(false);
    expect(isOld(status('available'), [morning])).toBe(false);
  });

  it('a memory of a cache outlives its day, too', () => {
    const ofCache = { kind: 'elasticache-replication-group', resource: named('shop'), run: captured } as never;
    const whole = { state: 'seen', observation: { kind: 'elasticache-replication-group', replicas: 2 } } as Reading;

    expect(outlived([ofCache], { readings: new Map([[named('shop'), whole]]), reports: [morning] }).size).toBe(1);
  });
});

describe('what a resource took before', () => {
  const report = (seconds: number | undefined, more: Partial<Report> = {}, of: object = {}) =>
    ({
      action: 'start',
      outcome: 'done',
      resources: [
        { resource: 'db', kind: 'rds-instance', outcome: 'done', ...(seconds === undefined ? {} : { seconds }), ...of },
      ],
      ...more,
    }) as unknown as Report;
  const least = (...reports: readonly Report[]) => expectedDurations(reports, 'start').get('db');

  it('what a resource took before is the least of the last five runs that changed it', () => {
    expect(least(report(50), report(40), report(60))).toBe(40);
    expect(least(...[9, 8, 7, 6, 5, 1].map((seconds) => report(seconds)))).toBe(5);
    expect(reportsForDurations).toBe(10);
  });

  it.each<[what: string, one: Report]>([
    ['of the other action', report(1, { action: 'stop' })],
    ['of a dry run', report(1, { outcome: 'dry-run' })],
    ['that changed nothing', report(1, {}, { outcome: 'skipped' })],
    ['that says no time', report(undefined)],
    ['of a cache', report(1, {}, { kind: 'elasticache-replication-group' })],
  ])('what a resource took before is not taken from a run %s', (_, one) => {
    expect(least(report(50), one)).toBe(50);
    expect(least(one)).toBeUndefined();
  });
});
