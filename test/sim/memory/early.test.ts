// An early dependency as mornings go on.
import { expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { broken, defining } from '../invariants/broken.ts';
import { at, type Days, daysOf } from './small-days.ts';

const days: Days = {
  resources: `  db: { kind: rds-instance, instance: small-db }
  app: { kind: ecs-service, cluster: small, service: small-app, dependsOn: [{ on: db, early: true }] }
  web: { kind: ecs-service, cluster: small, service: small-web, dependsOn: [app] }`,
  world: { db: { startMinutes: 5 }, app: { needs: { db: 'running' } } },
};

const firstStart = (reports: readonly Report[]) => reports.find(({ action }) => action === 'start');
const appIn = (report: Report | undefined) => report?.resources.find(({ resource }) => resource === 'app');

const dayMs = 24 * 3_600_000;

const daysBefore = (report: Report, count: number): Report => {
  const shift = (time: string): string => new Date(Date.parse(time) - count * dayMs).toISOString();
  return {
    ...report,
    run: `${report.run}-${count}`,
    startedAt: shift(report.startedAt),
    endedAt: shift(report.endedAt),
    resources: report.resources.map(({ startedAt: _started, endedAt: _ended, ...one }) => one),
  };
};

/** A night without any earlier start, and nights after three that went as that one did. */
const unknown = rehearse(daysOf(days));
const night = async (more: Partial<Days> = {}): Promise<Scenario> => {
  const report = firstStart((await unknown).reports);
  if (!report) throw new Error('nothing was started');
  return { ...daysOf({ ...days, ...more }), earlier: [4, 3, 2].map((count) => daysBefore(report, count)) };
};
const usual = night().then((one) => rehearse(one));

const late = { at: at(31), do: 'set', resource: 'db', facts: { startMinutes: 9 } } as const;

it('without earlier starts it waits; after three it begins before its dependency is ready, and nothing is started in vain', async () => {
  const [waited, lived] = await Promise.all([unknown, usual]);
  const start = firstStart(lived.reports);

  expect(appIn(firstStart(waited.reports))?.early).toBeUndefined();
  expect(appIn(start)?.early?.gainedSeconds).toBeGreaterThan(5);
  expect(start?.reason).toMatch(/ready \d+ s sooner by early starts$/);
  expect(lived.lines.some(({ event }) => event.type === 'in-vain')).toBe(false);
  expect([...violationsOf(waited), ...violationsOf(lived)]).toEqual([]);
});

it('a dependency that is late is waited for: the start does not fail, says so, and what depends on both waits', async () => {
  const lived = await rehearse(await night({ timeline: [late] }));
  const report = firstStart(lived.reports);

  expect(lived.lines.some(({ event }) => event.type === 'in-vain')).toBe(true);
  expect(report?.outcome).toBe('done');
  expect(appIn(report)?.early?.inVain).toBe(true);
  expect(violationsOf(lived)).toEqual([]);
});

it('a run that takes every dependency for an early one is found out', async () => {
  const careless = defining((definition) => ({
    ...definition,
    resources: definition.resources.map((one) => (one.dependsOn.length > 0 ? { ...one, early: one.dependsOn } : one)),
  }));

  expect(await broken(careless, await night())).toContain('startsAfterDependencies');
});

it('a run that forgets early dependencies on a stop is found out', async () => {
  const forgetful = defining((definition) => ({
    ...definition,
    resources: definition.resources.map((one) => ({
      ...one,
      dependsOn: one.dependsOn.filter((name) => !one.early?.includes(name)),
    })),
  }));
  const found = await broken(forgetful, daysOf(days));

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
