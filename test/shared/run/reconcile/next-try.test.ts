// When what failed is tried next, as `curfew status` says it, and that reconcile goes by the same.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { RetryPolicy } from '#definition/definition.ts';
import { wantedEach } from '#definition/schedule/wanted-each.ts';
import type { Situation } from '#run/reconcile/correction.ts';
import { nextTry } from '#run/reconcile/next-try.ts';
import { reconcile } from '#run/reconcile/reconcile.ts';
import { database, definitionOf, named } from '#test/support/definitions.ts';

const slotAt = Date.parse('2026-11-18T08:00:00-03:00');
const minute = 60_000;
const failed = {
  action: 'start',
  run: 'staging-start',
  outcome: 'failed',
  requestedBy: 'schedule',
  startedAt: new Date(slotAt).toISOString(),
  endedAt: new Date(slotAt + 30 * minute).toISOString(),
  resources: [{ resource: 'db', outcome: 'failed', errorCode: 'InsufficientDBInstanceCapacity', reason: 'no room' }],
} as unknown as Report;

const situation = (retry: RetryPolicy | undefined, afterMinutes: number, more: Partial<Situation> = {}): Situation => {
  const usual = definitionOf([database('db')]);
  const start = { days: ['wed'], at: '08:00', ...(retry ? { retry } : {}) } as const;
  return {
    definition: { ...usual, schedule: { ...usual.schedule, start } },
    wanted: { state: 'up', since: slotAt, because: 'slot', reason: 'start is scheduled' },
    enabled: true,
    lease: undefined,
    reports: [failed],
    readings: new Map([
      [
        named('db'),
        { state: 'seen', observation: { kind: 'rds-instance', status: 'stopped', engine: 'postgres', replicas: [] } },
      ],
    ]),
    memories: [],
    restarted: [],
    nowMs: slotAt + afterMinutes * minute,
    ...more,
  };
};

describe('what failed', () => {
  it.each<[RetryPolicy | undefined, number, 'invoke' | 'nothing', string]>([
    [undefined, 31, 'nothing', 'retried at 2026-11-18T08:45:00-03:00'],
    [undefined, 45, 'invoke', 'retried now'],
    ['off', 45, 'nothing', 'not retried: `retry` is `off`'],
    [{ until: '09:00' }, 45, 'invoke', 'retried now'],
    [{ until: '08:40' }, 31, 'nothing', 'not retried after 08:40'],
    [{ until: '08:40' }, 300, 'nothing', 'not retried after 08:40'],
  ])('what failed with retry %j is, %i minutes after its slot: %s', (retry, after, kind, text) => {
    const now = situation(retry, after);

    expect(reconcile(now).kind).toBe(kind);
    expect(nextTry(now)?.text).toContain(text);
  });

  it.each<[string, Partial<Situation>]>([
    ['a run is at work', { lease: { run: 'r', action: 'start', until: slotAt + 100 * minute } }],
    ['something newer was asked for', { reports: [{ ...failed, action: 'stop', outcome: 'done' } as Report, failed] }],
    ['nothing is wanted', { wanted: undefined }],
  ])('what failed is not spoken of while %s', (_, more) => {
    expect(nextTry(situation(undefined, 45, more))).toBeUndefined();
  });

  it('what failed waits while the runtime switch is off', () => {
    expect(nextTry(situation(undefined, 45, { enabled: false }))?.text).toContain('switch');
  });
});

it('what failed is tried again also while something else is broken', () => {
  const usual = definitionOf([database('db'), database('broken')]);
  const reading = (status: string) =>
    ({ state: 'seen', observation: { kind: 'rds-instance', status, engine: 'postgres', replicas: [] } }) as const;
  const down = situation(undefined, 45, {
    definition: usual,
    wanted: { state: 'down', since: slotAt, because: 'slot', reason: 'stop is scheduled' },
    reports: [
      {
        ...failed,
        action: 'stop',
        resources: [{ resource: 'db', outcome: 'failed', errorCode: 'DEADLINE' }],
      } as unknown as Report,
    ],
    readings: new Map([
      [named('db'), reading('available')],
      [named('broken'), reading('storage-full')],
    ]),
  });

  expect(reconcile(down)).toMatchObject({ kind: 'invoke', action: 'stop', retry: { of: 'staging-start' } });
});

describe('what failed of some resources', () => {
  const parts = definitionOf([database('db'), database('log')]);
  const stopped = {
    state: 'seen',
    observation: { kind: 'rds-instance', status: 'stopped', engine: 'postgres', replicas: [] },
  } as const;
  const night = {
    ...failed,
    action: 'stop',
    outcome: 'done',
    resources: [],
    endedAt: failed.startedAt,
  } as unknown as Report;
  const part = {
    ...failed,
    requestedBy: 'ana',
    only: ['db'],
    startedAt: new Date(slotAt + minute).toISOString(),
  } as Report;
  const asked = (reports: Report[], afterMinutes: number) => {
    const nowMs = slotAt + afterMinutes * minute;
    const definition = { ...parts, schedule: { ...parts.schedule, start: { days: ['sun'], at: '08:00' } as const } };
    const each = wantedEach(definition, { reports, overrides: [] }, nowMs);
    const readings = new Map([named('db'), named('log')].map((name) => [name, stopped] as const));
    const seen = { ...situation(undefined, afterMinutes), definition, wanted: each.whole, reports, readings, nowMs };
    return nextTry(seen, each);
  };

  it('what failed of some resources is retried for these alone, and that is said', () => {
    expect(asked([part, { ...night, requestedBy: 'ana' }], 31)?.text).toBe(
      'only db: retried at 2026-11-18T08:45:00-03:00',
    );
  });

  it('what was done of some resources has no next try', () => {
    const done = { ...part, outcome: 'done', resources: [{ resource: 'db', outcome: 'done' }] } as unknown as Report;

    expect(asked([done, { ...night, requestedBy: 'ana' }], 31)).toBeUndefined();
  });
});
