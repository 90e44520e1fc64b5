// A night with the maintenance window of a database, which begins at 02:00 of Tuesday.
import { expect, it } from 'vitest';
import { at, type Days, live } from './small-days.ts';

const days = (maintenance: string, more: Partial<Days> = {}): Days => ({
  resources: `  db: { kind: rds-instance, instance: small-db, maintenance: ${maintenance} }
  graph: { kind: aurora-cluster, cluster: small-aurora }
  app: { kind: ecs-service, cluster: small, service: small-app, dependsOn: [db, graph] }`,
  world: { db: { maintenanceWindow: 'tue:02:00-tue:02:30' } },
  more: 'whileDown: enforce',
  ...more,
});

type Lived = Awaited<ReturnType<typeof live>>;

const statesOf = ({ lines }: Lived, name: string): string[] =>
  lines.flatMap(({ at: ms, event }) =>
    event.type === 'state' && event.resource === name && ms > at(20.5) && ms < at(31.9)
      ? [`${new Date(ms).toISOString().slice(11, 16)} ${event.to}`]
      : [],
  );
const runsOf = ({ reports }: Lived): string[] =>
  reports.map(
    ({ action, outcome, only, requestedBy }) => `${action} ${outcome} ${only?.join() ?? 'all'} by ${requestedBy}`,
  );

/** What reconcile had to say. */
const noticesOf = ({ lines }: Lived): string[] =>
  lines.flatMap(({ event }) => {
    const text = event.type === 'message' ? JSON.stringify(event.payload) : '';
    return text.includes('said once') ? [text] : [];
  });

it('a database that attends its window is up for it, alone, and down again once AWS is done', async () => {
  const lived = await live(days('attend'));
  const states = statesOf(lived, 'db').map((one) => one.slice(6));

  expect(states).toEqual(['starting', 'available', 'maintenance', 'available', 'stopping', 'stopped']);
  expect([...statesOf(lived, 'graph'), ...statesOf(lived, 'app')]).toEqual([]);
  expect(runsOf(lived)).toEqual([
    'stop done all by schedule',
    'start done db by reconcile',
    'stop done db by reconcile',
    'start done all by schedule',
  ]);
  const [up] = statesOf(lived, 'db').filter((one) => one.endsWith('available'));
  expect((up ?? '') < '02:00').toBe(true);
});

it('what AWS has not finished with the window is waited for', async () => {
  const world = { db: { maintenanceWindow: 'tue:02:00-tue:02:30', maintenanceMinutes: 75 } };
  const lived = await live(days('attend', { world }));
  const stopped = statesOf(lived, 'db').find((one) => one.endsWith('stopped'));

  expect(runsOf(lived)).toContain('stop done db by reconcile');
  expect((stopped ?? '') > '03:20').toBe(true);
  expect(noticesOf(lived)).toEqual([]);
});

it('a database that ignores its window sleeps through it', async () => {
  expect(statesOf(await live(days('ignore')), 'db')).toEqual([]);
});

it('a hold down keeps the database down in its window', async () => {
  const hold = { at: at(21), do: 'hold', hold: 'down', until: at(30), by: 'ana', why: 'audit' } as const;
  const lived = await live(days('attend', { timeline: [hold] }));

  expect(statesOf(lived, 'db')).toEqual([]);
});

it('the stop of the evening leaves a database up whose window comes soon, and reconcile stops it after that', async () => {
  const lived = await live(days('attend', { world: { db: { maintenanceWindow: 'mon:20:10-mon:20:40' } }, to: 23 }));
  const [evening] = lived.reports;

  expect(evening).toMatchObject({ action: 'stop', outcome: 'done', leftUp: ['db'] });
  expect(statesOf(lived, 'db').map((one) => one.slice(6))).toEqual(['stopping', 'stopped']);
  expect(runsOf(lived)).toEqual(['stop done all by schedule', 'stop done db by reconcile']);
});
