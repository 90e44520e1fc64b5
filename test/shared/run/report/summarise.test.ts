import { describe, expect, it } from 'vitest';
import type { Outcome } from '#core/outcome.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Claim } from '#core/run.ts';
import type { Plan } from '#run/plan/plan.ts';
import { criticalPath } from '#run/report/critical-path.ts';
import { summarise } from '#run/report/summarise.ts';

const name = (text: string) => text as ResourceName;
const head = (resource: string, stage: number) => ({
  resource: name(resource),
  kind: 'ecs-service' as const,
  stage,
  reason: 'r',
});
const took = (from: number, to: number) => ({ startedAt: from * 1_000, endedAt: to * 1_000 });
const done = (resource: string, from: number, to: number): Outcome => ({
  ...head(resource, 1),
  ...took(from, to),
  outcome: 'done',
});
const failed = (resource: string): Outcome => ({
  ...head(resource, 1),
  ...took(0, 1),
  outcome: 'failed',
  errorCode: 'X',
});
const blocked = (resource: string): Outcome => ({ ...head(resource, 2), outcome: 'blocked', blockedBy: name('db') });
const skipped = (resource: string): Outcome => ({ ...head(resource, 1), ...took(0, 0), outcome: 'skipped' });

const claim = (facts: Partial<Claim['request']> = {}): Claim => ({
  run: 'e-start-1',
  action: 'start',
  at: 0,
  granted: true,
  request: { environment: 'e', requestedBy: 'ana', supersede: false, dryRun: false, ...facts },
});

const planOf = (...names: string[]): Plan => ({
  environment: 'e',
  action: 'start',
  stages: [],
  memories: [],
  items: names.map((one) => ({ ...head(one, 1), decision: 'act', after: [] })),
});

const report = (outcomes: readonly Outcome[], facts: Partial<Claim['request']> = {}) =>
  summarise(
    claim(facts),
    planOf(...outcomes.map(({ resource }) => resource)),
    { end: 'complete', outcomes, endedAt: 90_000, warnings: [] },
    'America/Fortaleza',
  );

describe('a report is', () => {
  it.each([
    ['done', [done('db', 0, 9), skipped('kafka')]],
    ['done', [skipped('db')]],
    ['partial', [done('db', 0, 9), failed('app')]],
    ['partial', [done('db', 0, 9), { ...head('app', 2), outcome: 'refused', errorCode: 'NO_MEMORY' }]],
    ['failed', [failed('db'), blocked('app')]],
    ['failed', [failed('db'), skipped('kafka')]],
  ] as const)('the outcome of a report is %s for %j', (outcome, outcomes) => {
    expect(report(outcomes).outcome).toBe(outcome);
  });

  it('a report names what failed, what was refused and what was blocked', () => {
    expect(report([failed('db'), blocked('app'), done('web', 0, 1)]).reason).toBe('1 failed (db), 1 blocked (app)');
  });

  it('a report is in the zone of its environment, with durations in seconds', () => {
    expect(report([done('db', 0, 9)])).toMatchObject({
      startedAt: '1969-12-31T21:00:00-03:00',
      endedAt: '1969-12-31T21:01:30-03:00',
      seconds: 90,
      resources: [{ resource: 'db', seconds: 9 }],
    });
  });

  it('a report is dry when nothing was to be changed, and says what would be done', () => {
    const dry = summarise(
      claim({ dryRun: true }),
      planOf('db'),
      { end: 'complete', outcomes: [], endedAt: 0, warnings: [] },
      'UTC',
    );

    expect(dry).toMatchObject({
      outcome: 'dry-run',
      resources: [{ resource: 'db', outcome: 'skipped', reason: 'would act: r' }],
    });
  });

  it('a report is complete with what the run did about alarms', () => {
    const end = { end: 'complete', outcomes: [done('db', 0, 9)], endedAt: 0, warnings: ['slow'] } as const;
    const alarms = { muted: ['db-cpu'], expected: [{ what: 'db-cpu', times: 2 }], warnings: ['alarms stay muted'] };
    const complete = summarise(claim(), planOf('db'), end, 'UTC', alarms);

    expect(complete).toMatchObject({
      alarmsMuted: ['db-cpu'],
      expected: [{ what: 'db-cpu', times: 2 }],
      warnings: ['slow', 'alarms stay muted'],
    });
    expect(summarise(claim(), planOf('db'), end, 'UTC')).not.toHaveProperty('expected');
  });

  it('a report is superseded when another run took over', () => {
    const end = { end: 'superseded', outcomes: [], endedAt: 0, warnings: [] } as const;

    expect(summarise(claim(), planOf('db'), end, 'UTC').outcome).toBe('superseded');
  });
});

describe('the critical path', () => {
  const after = new Map([
    [name('db'), []],
    [name('cache'), []],
    [name('app'), [name('db'), name('cache')]],
    [name('web'), [name('app')]],
    [name('lone'), []],
  ]);

  it('the critical path is the longest chain by the resources’ own durations', () => {
    const outcomes = [
      done('db', 0, 600),
      skipped('cache'),
      done('app', 605, 700),
      done('web', 703, 800),
      done('lone', 0, 650),
    ];

    expect(criticalPath(outcomes, after)).toEqual({ path: ['db', 'app', 'web'], seconds: 600 + 95 + 97 });
  });

  it('the critical path can be a single slow resource', () => {
    expect(criticalPath([done('db', 0, 10), done('lone', 0, 650)], after)).toEqual({ path: ['lone'], seconds: 650 });
  });

  it('the critical path is empty when nothing took time', () => {
    expect(criticalPath([skipped('db')], after)).toEqual({ path: [], seconds: 0 });
  });
});
