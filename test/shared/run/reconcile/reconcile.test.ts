import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Observation, Reading } from '#kinds/observation.ts';
import type { Situation } from '#run/reconcile/correction.ts';
import { reconcile } from '#run/reconcile/reconcile.ts';
import { database, definitionOf, service } from '#test/support/definitions.ts';

const definition = definitionOf([database('db'), service('app', { dependsOn: ['db' as ResourceName] })]);
const slotAt = Date.parse('2026-11-17T20:00:00-03:00');
const minute = 60_000;

const db = (status: string): Observation => ({ kind: 'rds-instance', status, engine: 'postgres', replicas: [] });
const app = (count: number): Observation => ({
  kind: 'ecs-service',
  status: 'ACTIVE',
  desired: count,
  running: count,
  rollout: 'settled',
  tasksLeft: count,
  tasksHealthy: count,
});

const seen = (observations: Record<string, Observation>) =>
  new Map(
    Object.entries(observations).map(([name, observation]): [ResourceName, Reading] => [
      name as ResourceName,
      { state: 'seen', observation },
    ]),
  );

const up = seen({ db: db('available'), app: app(2) });
const down = seen({ db: db('stopped'), app: app(0) });

const ran = (action: 'start' | 'stop', minutesAgo: number, facts: Partial<Report> = {}): Report =>
  ({
    action,
    run: `staging-${action}`,
    outcome: 'done',
    requestedBy: 'schedule',
    startedAt: new Date(slotAt - minutesAgo * minute).toISOString(),
    resources: [],
    ...facts,
  }) as unknown as Report;

const situation = (facts: Partial<Situation> = {}): Situation => ({
  definition,
  wanted: { state: 'down', since: slotAt, because: 'slot', reason: 'stop is scheduled' },
  enabled: true,
  lease: undefined,
  reports: [ran('stop', -1)],
  readings: down,
  memories: [],
  restarted: [],
  nowMs: slotAt + 60 * minute,
  ...facts,
});

const wantedUp = { state: 'up', since: slotAt, because: 'slot', reason: 'start is scheduled' } as const;
const lease = (until: number) => ({ run: 'staging-stop-x', action: 'stop' as const, until });

describe('reconcile does nothing', () => {
  it.each([
    ['everything is as wanted', {}],
    ['the runtime switch is off', { enabled: false, readings: up, reports: [] }],
    ['nobody ever said what it should be', { wanted: undefined, readings: up, reports: [] }],
    ['a run is at work', { lease: lease(slotAt + 61 * minute), readings: up }],
    ['the scheduler may still deliver', { readings: up, reports: [ran('start', 700)], nowMs: slotAt + 2 * minute }],
    ['nothing can be read at the moment', { readings: new Map(), reports: [ran('start', 700)] }],
  ] as const)('reconcile does nothing when %s', (_, facts) => {
    expect(reconcile(situation(facts)).kind).toBe('nothing');
  });

  it('reconcile does nothing about a service that is steady but whose old memory the next run will forget', () => {
    const memories = [{ kind: 'ecs-service', resource: 'app' as ResourceName, desired: 0, run: 'r' }] as const;
    const facts = { wanted: wantedUp, readings: up, memories, reports: [ran('start', -1)] };

    expect(reconcile(situation(facts)).kind).toBe('nothing');
  });

  it.each([
    [61, 'deploy-1 (release) is deploying'],
    [59, 'everything is down'],
  ])(
    'reconcile does nothing while a deployment has the lease until minute %i, and no more is made of it than that',
    (minutes, reason) => {
      const held = { run: 'deploy-1 (release)', action: 'deploy', until: slotAt + minutes * minute } as const;

      expect(reconcile(situation({ lease: held }))).toEqual({ kind: 'nothing', reason });
    },
  );

  it('reconcile does nothing about what the last stop could not take down and has reported', () => {
    const failed = ran('stop', -1, { outcome: 'partial', resources: [{ resource: 'db', outcome: 'failed' }] as never });

    expect(reconcile(situation({ readings: seen({ db: db('available'), app: app(0) }), reports: [failed] })).kind).toBe(
      'nothing',
    );
  });
});

describe('reconcile invokes', () => {
  it('reconcile invokes what a lost slot should have done', () => {
    expect(reconcile(situation({ readings: up, reports: [ran('start', 700)] }))).toMatchObject({
      kind: 'invoke',
      action: 'stop',
    });
  });

  it('reconcile invokes a start when an override has ended and the schedule says up', () => {
    expect(
      reconcile(situation({ wanted: wantedUp, reports: [ran('stop', 30)], nowMs: slotAt + 6 * minute })),
    ).toMatchObject({ kind: 'invoke', action: 'start' });
  });

  it('reconcile invokes at once what an override holds', () => {
    const wanted = { state: 'down', since: slotAt, because: 'override', reason: 'held down by ana: cost' } as const;

    expect(reconcile(situation({ wanted, readings: up, reports: [ran('start', 700)], nowMs: slotAt }))).toMatchObject({
      kind: 'invoke',
      action: 'stop',
      why: 'held down by ana: cost',
    });
  });

  it('reconcile invokes again what a run that died left undone', () => {
    expect(reconcile(situation({ lease: lease(slotAt), readings: up, reports: [] }))).toMatchObject({
      kind: 'invoke',
      action: 'stop',
      why: 'staging-stop-x died',
    });
  });

  it('reconcile invokes a stop when AWS says that it starts a database after seven days', () => {
    const restarted = ['db' as ResourceName];

    expect(reconcile(situation({ restarted, readings: seen({ db: db('starting'), app: app(0) }) }))).toMatchObject({
      kind: 'invoke',
      action: 'stop',
      why: expect.stringContaining('seven days'),
    });
  });

  it('reconcile invokes a stop when a database is up seven days after a run stopped it, although the event was lost', () => {
    const stopped = ran('stop', 0, {
      resources: [{ resource: 'db', outcome: 'done', endedAt: new Date(slotAt).toISOString() }] as never,
    });
    const facts = { readings: seen({ db: db('available'), app: app(0) }), reports: [stopped] };

    expect(reconcile(situation({ ...facts, nowMs: slotAt + 7 * 24 * 60 * minute }))).toMatchObject({
      kind: 'invoke',
      action: 'stop',
    });
    expect(reconcile(situation({ ...facts, nowMs: slotAt + 6 * 24 * 60 * minute })).kind).toBe('say');
  });

  it('reconcile invokes a stop for what somebody woke, where the definition enforces', () => {
    const enforced = { ...definition, whileDown: 'enforce' } as const;

    expect(
      reconcile(situation({ definition: enforced, readings: seen({ db: db('stopped'), app: app(1) }) })),
    ).toMatchObject({ kind: 'invoke', action: 'stop' });
  });
});

describe('reconcile says', () => {
  it('reconcile says that a slot was missed by more than its tolerance, and leaves it to people', () => {
    const late = reconcile(situation({ readings: up, reports: [ran('start', 700)], nowMs: slotAt + 300 * minute }));

    expect(late).toMatchObject({ kind: 'say', key: `late@${slotAt}`, saying: { notice: 'late' } });
  });

  it('reconcile says of what is broken that it is not up, and not that a start of which it knows nothing was not done', () => {
    const longAgo = { wanted: wantedUp, reports: [], nowMs: slotAt + 300 * minute };
    const withoutDatabase = (count: number) =>
      new Map<ResourceName, Reading>([...seen({ app: app(count) }), ['db' as ResourceName, { state: 'absent' }]]);
    const late = { kind: 'say', saying: { notice: 'late' } };
    const memories = [{ kind: 'ecs-service', resource: 'app' as ResourceName, desired: 2, run: 'r' }] as const;
    const said = (readings: Situation['readings']) => reconcile(situation({ ...longAgo, readings, memories }));

    expect(said(withoutDatabase(1))).toMatchObject({
      kind: 'say',
      saying: { notice: 'not-up', text: 'staging should be up but is not: db' },
    });
    expect(said(withoutDatabase(0))).toMatchObject(late);
    expect(said(seen({ db: db('stopped'), app: app(1) }))).toMatchObject(late);
  });

  it('reconcile says what somebody woke while the environment is down, once per set of resources', () => {
    const drift = reconcile(situation({ readings: seen({ db: db('stopped'), app: app(1) }) }));

    expect(drift).toMatchObject({
      kind: 'say',
      key: `drift@${slotAt}@app`,
      saying: { notice: 'drift', resources: [{ resource: 'app' }] },
    });
  });

  it('reconcile says that an environment is should be up but is not, naming what it waits for', () => {
    const notUp = reconcile(
      situation({
        wanted: wantedUp,
        reports: [ran('start', -1, { outcome: 'partial' })],
        readings: seen({ db: db('starting'), app: app(2) }),
      }),
    );

    expect(notUp).toMatchObject({
      kind: 'say',
      key: `not-up@${slotAt}@db`,
      saying: { notice: 'not-up', resources: [{ resource: 'db', reason: 'starting' }] },
    });
  });
});
