// What a plan knows of early dependencies, and what a run makes of it at its first step.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#core/outcome.ts';
import type { Report } from '#core/report.ts';
import type { Reading } from '#kinds/observation.ts';
import type { Resource } from '#kinds/resource.ts';
import { planEarly } from '#run/early/plan-early.ts';
import { begin, beginUnblocked } from '#run/loop/progress.ts';
import type { Plan, PlanItem } from '#run/plan/plan.ts';
import { database, named, service } from '#test/support/definitions.ts';

const names = (...all: readonly string[]) => all.map(named);
const needing = (one: Resource, ...early: readonly string[]): Resource => ({ ...one, early: names(...early) });

const db = database('db');
const app = needing(service('app', { dependsOn: ['db'] }), 'db');
const web = needing(service('web', { dependsOn: ['app'] }), 'app');
const copy = needing(database('copy', { dependsOn: ['db'] }), 'db');

const start = (resources: readonly Resource[], more: object = {}): Report =>
  ({
    ...{ action: 'start', outcome: 'done', seconds: 500 },
    resources: resources.map(({ name, kind }) => ({
      ...{ resource: name, kind, stage: 1, outcome: 'done', reason: 'up' },
      ...(kind === 'ecs-service' ? { seconds: 100, ranAfterSeconds: 60 } : { seconds: 300 }),
    })),
    ...more,
  }) as unknown as Report;

const items = (resources: readonly Resource[], skipped: readonly string[] = []): PlanItem[] =>
  resources.map(({ name, kind, dependsOn }) => ({
    ...{ resource: name, kind, stage: 1, reason: '', after: dependsOn },
    decision: skipped.includes(name) ? 'skip' : 'act',
  }));

const three = (resources: readonly Resource[], more?: object) =>
  Array.from({ length: 3 }, () => start(resources, more));

type Known = { readonly reports?: readonly Report[]; readonly reading?: Reading; readonly skipped?: readonly string[] };

const planned = (resources: readonly Resource[], { reports = three(resources), reading, skipped }: Known = {}) =>
  planEarly(items(resources, skipped), resources, {
    reports,
    readings: new Map(reading ? [[named('app'), reading]] : []),
  });

const earlyOf = (...args: Parameters<typeof planned>) =>
  Object.fromEntries(planned(...args).map(({ resource, early }) => [resource, early]));

describe('a plan', () => {
  it('says when each early resource begins, through a chain of early dependencies', () => {
    expect(earlyOf([db, app, web])).toEqual({
      db: undefined,
      app: { on: ['db'], needsAfterSeconds: 60, beginsAfterSeconds: 240 },
      web: { on: ['app'], needsAfterSeconds: 60, beginsAfterSeconds: 280 },
    });
  });

  it('says that a database does not wait', () => {
    expect(earlyOf([db, copy]).copy).toEqual({ on: ['db'], atOnce: true, beginsAfterSeconds: 0 });
  });

  it('counts what is up already as ready', () => {
    expect(earlyOf([db, app], { skipped: ['db'] }).app?.beginsAfterSeconds).toBe(0);
  });

  it.each<[string, Known]>([
    ['before three starts are known', { reports: three([db, app]).slice(1) }],
    ['by starts of some resources alone', { reports: three([db, app], { only: ['app'] }) }],
    ['by what another kind took that had its name', { reports: three([db, database('app')]) }],
    ['while a rollout is in progress, which tasks that fail would end', { reading: rollingOut() }],
  ])('lets nothing begin early %s', (_, known) => {
    const own = earlyOf([db, app], known).app;

    expect(own?.on).toEqual(['db']);
    expect(own?.needsAfterSeconds).toBeUndefined();
  });

  it('says nothing of an environment without early dependencies', () => {
    const all = [db, service('app', { dependsOn: ['db'] })];
    const own = items(all);

    expect(planEarly(own, all, { reports: three(all), readings: new Map() })).toBe(own);
  });
});

function rollingOut(): Reading {
  return { state: 'seen', observation: { kind: 'ecs-service', rollout: 'in-progress' } } as unknown as Reading;
}

describe('the first step of a run', () => {
  const progressOf = (resources: readonly Resource[], outcome?: Partial<Outcome>) => {
    const plan = { action: 'start', items: planned(resources), memories: [] } as unknown as Plan;
    const progress = begin(plan, resources, 0);
    if (!outcome) return progress;
    const ended = { resource: db.name, kind: db.kind, stage: 1, reason: 'r', ...outcome } as Outcome;
    const flights = new Map([...progress.flights].filter(([name]) => name !== db.name));
    return beginUnblocked({ ...progress, flights, outcomes: new Map([[db.name, ended]]) }, 1_000);
  };

  it('lets services wait for their time, and databases not', () => {
    expect([...progressOf([db, app, web]).flights.keys()]).toEqual(['db']);
  });

  it.each<[string, Partial<Outcome>]>([
    ['failed', { outcome: 'failed', errorCode: 'X' }],
    ['was refused, such as one that is left alone', { outcome: 'refused', errorCode: 'LEFT_ALONE' }],
    ['stays down', { outcome: 'skipped', staysDown: true }],
  ])('what has not begun is blocked by an early dependency that %s, and so is what depends on it', (_, outcome) => {
    const { outcomes, flights } = progressOf([db, app, web], outcome);

    expect([outcomes.get(named('app')), outcomes.get(named('web'))]).toMatchObject([
      { outcome: 'blocked', blockedBy: 'db' },
      { outcome: 'blocked', blockedBy: 'db' },
    ]);
    expect(flights.size).toBe(0);
  });
});
