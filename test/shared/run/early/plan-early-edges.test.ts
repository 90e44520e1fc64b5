// What a plan says of early dependencies: when each resource is expected to begin.
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { pastStarts, readyAfterSeconds } from '#run/early/learned.ts';
import { hasEarly, planEarly } from '#run/early/plan-early.ts';
import type { PlanItem } from '#run/plan/plan.ts';
import { database, named } from '#test/support/definitions.ts';

const took = { db: 300, cache: 100, app: 130, web: 60 };

const start = {
  ...{ action: 'start', outcome: 'done' },
  resources: Object.entries(took).map(([resource, seconds]) => ({
    ...{ resource, outcome: 'done', seconds },
    ...(resource === 'app' ? { ranAfterSeconds: 40 } : {}),
  })),
} as unknown as Report;
const starts = [start, start, start];
const usual = (name: keyof typeof took): number => readyAfterSeconds(pastStarts(starts), name) ?? Number.NaN;

const item = (name: string, after: readonly string[] = [], more: Partial<PlanItem> = {}): PlanItem => ({
  ...{ resource: named(name), kind: 'ecs-service', stage: 1, decision: 'act', reason: '' },
  ...{ after: after.map(named), ...more },
});

const [db, cache] = [database('db'), database('cache')];
const early = [db.name];
const service = (more: object = {}) =>
  ({ kind: 'ecs-service', name: named('app'), early, ...more }) as unknown as Resource;
const app = service();
const rollingOut = (rollout: string, state = 'seen') =>
  ({ state, observation: { kind: 'ecs-service', rollout } }) as unknown as Reading;

type Given = {
  readonly items?: readonly PlanItem[];
  readonly resources?: readonly Resource[];
  readonly reports?: readonly Report[];
  readonly reading?: Reading;
};
/** Of the same kinds as they are now: starts of another kind by the same name tell nothing. */
const withKinds = (reports: readonly Report[], resources: readonly Resource[]): Report[] =>
  reports.map((report) => ({
    ...report,
    resources: report.resources.map(
      (one) => ({ ...one, kind: resources.find(({ name }) => name === one.resource)?.kind }) as typeof one,
    ),
  }));

const planned = ({
  items = [item('db'), item('cache'), item('app', ['db'])],
  resources = [db, cache, app],
  reports = starts,
  reading,
}: Given) => {
  const readings = new Map(reading ? [[app.name, reading]] : []);
  return planEarly(items, resources, { reports: withKinds(reports, resources), readings });
};
const ofApp = (given: Given) => planned(given).find(({ resource }) => resource === 'app');
const web = [item('db'), item('app', ['db']), item('web', ['app'])];
const webService = service({ name: named('web'), early: [app.name] });

describe('what a plan says of early dependencies', () => {
  it('a definition without early dependencies has the plan that it had', () => {
    const items = [item('db')];

    expect(planEarly(items, [db, service({ early: [] })], { reports: starts, readings: new Map() })).toBe(items);
    expect(hasEarly([db, app])).toBe(true);
    expect(hasEarly([db, service({ early: [] })])).toBe(false);
  });

  it('all that is known of how long resources take is in the plan', () => {
    const found = planned({ reports: [{ ...start, resources: start.resources.slice(0, 1) }, start, start] });

    expect(found.map(({ readyAfterSeconds: seconds }) => seconds)).toEqual([usual('db'), undefined, undefined]);
    expect(Object.keys(found[1] ?? {})).not.toContain('readyAfterSeconds');
    expect(Object.keys(found[0] ?? {})).not.toContain('early');
  });

  it.each<[string, object, Given]>([
    [
      'so long before they are ready as it needs them later',
      { on: early, needsAfterSeconds: 40, beginsAfterSeconds: usual('db') - 40 },
      {},
    ],
    ['after them as long as little is known of it', { on: early }, { reports: starts.slice(1) }],
    [
      'after them while it is rolled out',
      { on: early, beginsAfterSeconds: usual('db') },
      { reading: rollingOut('in-progress') },
    ],
    [
      'early when it was rolled out',
      { on: early, needsAfterSeconds: 40, beginsAfterSeconds: usual('db') - 40 },
      { reading: rollingOut('completed') },
    ],
    [
      'early when it cannot be read whether it is rolled out',
      { on: early, needsAfterSeconds: 40, beginsAfterSeconds: usual('db') - 40 },
      { reading: rollingOut('in-progress', 'unreadable') },
    ],
    [
      'at once where it needs them only to serve',
      { on: early, atOnce: true, beginsAfterSeconds: 0 },
      { resources: [db, { ...database('app'), early }] },
    ],
    [
      'after another that it needs at once',
      { on: early, atOnce: true, beginsAfterSeconds: usual('cache') },
      {
        items: [item('db'), item('cache'), item('app', ['db', 'cache'])],
        resources: [db, { ...database('app'), early }],
      },
    ],
    [
      'nobody knows when, where one that it needs at once is unknown',
      { on: early, needsAfterSeconds: 40 },
      { items: [item('db'), item('new'), item('app', ['db', 'new'])] },
    ],
    [
      'nobody knows when, where one that it needs before it begins at once is unknown',
      { on: early, atOnce: true },
      {
        items: [item('db'), item('new'), item('app', ['db', 'new'])],
        resources: [db, { ...database('app'), early }],
      },
    ],
    [
      'after them where nobody can tell when its kind needs them',
      { on: early, beginsAfterSeconds: usual('db') },
      { resources: [db, service({ kind: 'msk-connector' })] },
    ],
    [
      'with the latest of them',
      { on: [db.name, cache.name], needsAfterSeconds: 40, beginsAfterSeconds: usual('db') - 40 },
      {
        items: [item('cache'), item('db'), item('app', ['db', 'cache'])],
        resources: [db, cache, service({ early: [db.name, cache.name] })],
      },
    ],
    [
      'at once where they are up',
      { on: early, needsAfterSeconds: 40, beginsAfterSeconds: 0 },
      { items: [item('db', [], { decision: 'skip' }), item('app', ['db'])] },
    ],
    [
      'and of what is not changed it says nothing',
      { on: early, needsAfterSeconds: 40 },
      { items: [item('db'), item('app', ['db'], { decision: 'skip' })] },
    ],
  ])('an early start is planned %s', (_, expected, given) => {
    expect(ofApp(given)?.early).toStrictEqual(expected);
  });

  it('a start that failed says nothing of how long one takes', () => {
    const failed = {
      ...start,
      resources: start.resources.map((one) => (one.resource === 'app' ? { ...one, outcome: 'failed' as const } : one)),
    };

    expect(Object.keys(ofApp({ reports: [failed, failed, failed] }) ?? {})).not.toContain('readyAfterSeconds');
  });

  it.each<[string, number | undefined, readonly PlanItem[], readonly Resource[]]>([
    [
      'after one that waits as any other',
      usual('db') + usual('app'),
      [item('db'), item('app', ['db']), item('web', ['app'])],
      [db, service({ early: undefined }), webService],
    ],
    [
      'nobody knows when, after one that begins nobody knows when',
      undefined,
      [item('new'), item('app', ['new']), item('web', ['app'])],
      [service({ early: undefined }), webService],
    ],
    [
      'after one that begins at once, whatever that needs',
      usual('app'),
      [item('new'), item('app', ['new']), item('web', ['app'])],
      [{ ...database('app'), early: [named('new')] }, webService],
    ],
  ])('an early start is planned %s', (_, expected, items, resources) => {
    expect(planned({ items, resources }).at(-1)?.early?.beginsAfterSeconds).toBe(expected);
  });

  it('what depends on an early start is planned after it, and after all that it depends on', () => {
    const begins = (found: readonly PlanItem[]) => found.at(-1)?.early?.beginsAfterSeconds;
    const ran = {
      ...start,
      resources: start.resources.map((one) => (one.resource === 'web' ? { ...one, ranAfterSeconds: 10 } : one)),
    };
    const reports = [ran, ran, ran];
    const quick = [ran, ran, ran].map((one) => ({
      ...one,
      resources: one.resources.map((each) => (each.resource === 'app' ? { ...each, seconds: 3 } : each)),
    }));

    expect(begins(planned({ items: web, resources: [db, app, webService], reports }))).toBe(
      usual('db') - 40 + usual('app') - 10,
    );
    expect(begins(planned({ items: web, resources: [db, app, webService], reports: quick }))).toBe(usual('db') - 10);
  });
});
