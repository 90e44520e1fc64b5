// What reconcile finds in the evening of an environment.
import type { Report } from '#core/report.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Situation } from '#run/reconcile/correction.ts';
import { reconcile } from '#run/reconcile/reconcile.ts';
import { database, definitionOf, named, service } from '#test/support/definitions.ts';

export const minute = 60_000;
export const slotAt = Date.parse('2026-11-17T23:00:00Z');
export const definition = definitionOf([database('db'), database('log'), service('app')]);

export const dbIs = (status: string): Reading => ({
  state: 'seen',
  observation: { kind: 'rds-instance', status, engine: 'postgres', replicas: [] },
});
export const appIs = (count: number, more: object = {}): Reading => ({
  state: 'seen',
  observation: {
    ...{ kind: 'ecs-service', status: 'ACTIVE', rollout: 'settled' },
    ...{ desired: count, running: count, tasksLeft: count, tasksHealthy: count },
    ...more,
  } as never,
});
export const readingsOf = (of: Record<string, Reading>) =>
  new Map(Object.entries(of).map(([name, reading]) => [named(name), reading]));
export const zero = { kind: 'ecs-service', resource: named('app'), desired: 2, run: 'r' } as const;
export const allDown = { db: dbIs('stopped'), log: dbIs('stopped'), app: appIs(0) };

export const report = (action: 'start' | 'stop', resources: readonly object[] = [], more: Partial<Report> = {}) =>
  ({
    run: `staging-${action}-1`,
    action,
    outcome: 'done',
    requestedBy: 'schedule',
    startedAt: new Date(slotAt + minute).toISOString(),
    endedAt: new Date(slotAt + 5 * minute).toISOString(),
    resources,
    ...more,
  }) as unknown as Report;

export const wantedDown = { state: 'down', since: slotAt, because: 'slot', reason: 'stop is scheduled' } as const;
export const wantedUp = { state: 'up', since: slotAt, because: 'slot', reason: 'start is scheduled' } as const;

export const corrected = (more: Partial<Situation> = {}) =>
  reconcile({
    definition,
    wanted: wantedDown,
    enabled: true,
    lease: undefined,
    reports: [report('stop')],
    readings: readingsOf(allDown),
    memories: [zero],
    restarted: [],
    nowMs: slotAt + 60 * minute,
    ...more,
  });
export const awake = readingsOf({ ...allDown, db: dbIs('available') });
export const reason = 'available, should be stopped';
