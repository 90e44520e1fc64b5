// An early dependency as mornings go on.
import { expect, it } from 'vitest';
import { violationsOf } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { broken, defining } from '../invariants/broken.ts';
import { at, type Days, daysOf } from './small-days.ts';

const days: Days = {
  resources: `  db: { kind: rds-instance, instance: small-db }
  app: { kind: ecs-service, cluster: small, service: small-app, dependsOn: [{ on: db, early: true }] }
  web: { kind: ecs-service, cluster: small, service: small-web, dependsOn: [app] }`,
  world: { db: { startMinutes: 5 }, app: { needs: { db: 'running' } } },
  to: 24 * 4 + 9,
};

const usual = rehearse(daysOf(days));

const late = { at: at(24 * 4 + 7), do: 'set', resource: 'db', facts: { startMinutes: 9 } } as const;

it('without three starts it waits; then it begins before its dependency is ready, and nothing is started in vain', async () => {
  const lived = await usual;
  const starts = lived.reports.filter(({ action }) => action === 'start');
  const early = starts.map(({ resources }) => resources.find(({ resource }) => resource === 'app')?.early);

  expect(early.map((one) => one !== undefined)).toEqual([false, false, false, true]);
  expect(early.at(-1)?.gainedSeconds).toBeGreaterThan(5);
  expect(starts.at(-1)?.reason).toMatch(/ready \d+ s sooner by early starts$/);
  expect(lived.lines.some(({ event }) => event.type === 'in-vain')).toBe(false);
  expect(violationsOf(lived)).toEqual([]);
});

it('a dependency that is late is waited for: the start does not fail, says so, and what depends on both waits', async () => {
  const lived = await rehearse(daysOf({ ...days, timeline: [late] }));
  const report = lived.reports.at(-1);

  expect(lived.lines.some(({ event }) => event.type === 'in-vain')).toBe(true);
  expect(report?.outcome).toBe('done');
  expect(report?.resources.find(({ resource }) => resource === 'app')?.early?.inVain).toBe(true);
  expect(violationsOf(lived)).toEqual([]);
});

it('a run that takes every dependency for an early one is found out', async () => {
  const careless = defining((definition) => ({
    ...definition,
    resources: definition.resources.map((one) => (one.dependsOn.length > 0 ? { ...one, early: one.dependsOn } : one)),
  }));

  expect(await broken(careless, daysOf(days))).toContain('startsAfterDependencies');
});

it('a run that forgets early dependencies on a stop is found out', async () => {
  const forgetful = defining((definition) => ({
    ...definition,
    resources: definition.resources.map((one) => ({
      ...one,
      dependsOn: one.dependsOn.filter((name) => !one.early?.includes(name)),
    })),
  }));
  const found = await broken(forgetful, daysOf({ ...days, to: 33 }));

  expect(found).toContain('stopsAfterDependants');
  expect(found).toContain('startsAfterDependencies');
});

it('a start that fails for tasks that were started too early is found out', async () => {
  const lived = await usual;
  const lines = lived.lines.map((line) => {
    const { event } = line;
    if (event.type !== 'report' || event.action !== 'start') return line;
    const resources = event.resources.map((one) =>
      one.resource === 'app' ? { ...one, outcome: 'failed' as const, errorCode: 'TASKS_FAIL' } : one,
    );
    return { ...line, event: { ...event, resources } };
  });

  expect(violationsOf({ ...lived, lines }).map(({ invariant }) => invariant)).toContain('earlyStartsHarmNothing');
});
