// What each scenario file is to end in: the outcomes of its runs, and what must be true in its trace and at its end.
import { expect } from 'vitest';
import type { Report } from '#core/report.ts';
import type { Rehearsal } from '#sim/rehearsal.ts';
import type { TraceEvent } from '#sim/trace.ts';

type EventOf<T extends TraceEvent['type']> = Extract<TraceEvent, { type: T }>;
export type Night = Rehearsal & { readonly end: EventOf<'end'> };
export type Expected = {
  /** `action outcome`, in the order in which the runs ended. */
  readonly runs: readonly string[];
  readonly holds?: (night: Night) => void;
};

export const eventsOf = <T extends TraceEvent['type']>({ lines }: Rehearsal, type: T): EventOf<T>[] =>
  lines.flatMap(({ event }) => (event.type === type ? [event as EventOf<T>] : []));

const callsOf = (night: Rehearsal, operation: string, resource?: string): EventOf<'call'>[] =>
  eventsOf(night, 'call').filter(
    (call) => call.operation === operation && (resource === undefined || call.resource === resource),
  );

const errorsOf = (calls: readonly EventOf<'call'>[]): (string | undefined)[] => calls.map(({ error }) => error);

const changesOf = (night: Rehearsal): EventOf<'call'>[] =>
  eventsOf(night, 'call').filter(({ mutating, operation }) => mutating && !/^(dynamodb|sns):/.test(operation));

const reportOf = ({ reports }: Rehearsal, action: 'start' | 'stop'): Report => {
  const report = reports.findLast((one) => one.action === action);
  if (!report) throw new Error(`there is no ${action}`);
  return report;
};

const resourceOf = (report: Report, name: string) => report.resources.find(({ resource }) => resource === name);

const having = (report: Report, outcome: string): string[] =>
  report.resources.filter((one) => one.outcome === outcome).map(({ resource }) => resource);

const timeOf = ({ lines }: Rehearsal, fits: (event: TraceEvent) => boolean): number =>
  lines.find(({ event }) => fits(event))?.at ?? Number.NaN;

const postedTexts = (night: Rehearsal): { text: string; status: number }[] =>
  eventsOf(night, 'message').map(({ payload, status }) => ({
    text: String((payload as { text: string }).text),
    status,
  }));

/** The first lines of what Slack took, in order. */
const delivered = (night: Rehearsal): string[] =>
  postedTexts(night)
    .filter(({ status }) => status === 200)
    .map(({ text }) => text);

/** What those of them with a layout say below the first line. */
const bodiesOf = (night: Rehearsal): string[] =>
  eventsOf(night, 'message').map(({ payload }) => JSON.stringify((payload as { attachments: unknown }).attachments));

const countsOf = (state: Rehearsal['before']) =>
  Object.entries(state).flatMap(([name, { desired, scaling }]) =>
    desired === undefined ? [] : [{ name, desired, scaling }],
  );

/** What the alarms of the world did, in order: `name state fired`. */
const alarmActs = (night: Rehearsal): string[] =>
  eventsOf(night, 'alarm').map(({ name, state, actions }) => `${name} ${state} ${actions}`);

const fired = (night: Rehearsal): string[] => alarmActs(night).filter((act) => act.endsWith(' fired'));

/** From when to when alarms were to be muted, as the calls say it. */
const windowsPut = (night: Rehearsal): { by: string; minutes: number }[] =>
  callsOf(night, 'cloudwatch:PutAlarmMuteRule').map(({ function: by, input }) => {
    const { Rule } = input as { Rule: { Schedule: { Duration: string } } };
    return { by, minutes: Number(/^PT(\d+)M$/.exec(Rule.Schedule.Duration)?.[1]) };
  });

const everythingIsBack = (night: Night): void => {
  expect(countsOf(night.after)).toEqual(countsOf(night.before));
  expect(Object.values(night.after).map(({ status }) => status)).toEqual(
    Object.values(night.before).map(({ status }) => status),
  );
  expect(night.end.memory).toEqual([]);
};

export const expectedNights: Readonly<Record<string, Expected>> = {
  night: { runs: ['stop done', 'start done'], holds: everythingIsBack },
  ...Object.fromEntries(
    ['slow-api', 'very-slow-api'].map((name): [string, Expected] => [
      name,
      {
        runs: ['stop done', 'start done'],
        holds(night) {
          const start = reportOf(night, 'start');
          expect(start.seconds / start.criticalPathSeconds).toBeLessThan(1.1);
          for (const free of ['kafka-ui', 'events-ingestion', 'clickhouse-agent']) {
            const { startedAt = '' } = resourceOf(start, free) ?? {};
            expect(Date.parse(startedAt) - Date.parse(start.startedAt)).toBeLessThan(30_000);
          }
          everythingIsBack(night);
        },
      },
    ]),
  ),
  'not-ours': {
    runs: ['stop done', 'start partial'],
    holds(night) {
      const [stop, start] = [reportOf(night, 'stop'), reportOf(night, 'start')];
      expect(night.after).toMatchObject({
        db: { status: 'stopped' },
        sink: { status: 'PAUSED' },
        'reports-db': { status: 'available' },
        shop: { desired: 0 },
        orders: { desired: 3 },
      });
      expect(resourceOf(stop, 'orders-db')?.outcome).toBe('done');
      expect(resourceOf(start, 'db')).toMatchObject({ outcome: 'skipped', staysDown: true });
      expect(resourceOf(start, 'shop')).toMatchObject({ outcome: 'blocked', blockedBy: 'db' });
      expect(resourceOf(start, 'shop')?.reason).toContain('was left down: already stopped by somebody else before');
      expect(having(start, 'failed')).toEqual(['feed']);
      expect(bodiesOf(night).join()).toContain('left down: already stopped by somebody else');
    },
  },
  'restart-not-undone': {
    runs: [...Array.from({ length: 8 }, () => 'stop done'), 'stop failed'],
    holds(night) {
      expect(night.reports.at(-1)?.why).toContain('AWS restarted db');
      expect(delivered(night).filter((text) => text.includes('not down'))).toHaveLength(1);
    },
  },
  'stop-by-hand-died': {
    runs: ['stop done', 'stop done'],
    holds(night) {
      expect(night.reports[0]).toMatchObject({ requestedBy: 'reconcile', onBehalfOf: { requestedBy: 'ana' } });
      expect(night.after.db).toMatchObject({ status: 'stopped' });
    },
  },
  'visit-in-a-hold': {
    runs: ['stop done', 'stop done', 'start skipped', 'start done', 'stop done', 'start skipped', 'stop done'],
    holds(night) {
      expect(night.after.db).toMatchObject({ status: 'stopped' });
      expect(delivered(night).join()).toContain('until 2026-11-23T07:00:00-03:00');
    },
  },
  'late-slot-and-a-person': {
    runs: ['start done', 'stop skipped'],
    holds(night) {
      expect(night.reports[1]?.reason).toContain('start by ana, which is newer than this slot');
      expect(night.after.db).toMatchObject({ status: 'available' });
    },
  },
  'hold-in-a-hold': {
    runs: ['stop done', 'stop done', 'start skipped', 'start done', 'stop done', 'stop done'],
    holds(night) {
      expect(night.after.db).toMatchObject({ status: 'stopped' });
      expect(delivered(night).join()).not.toContain('later than its tolerance');
    },
  },
  'deployment-over-the-slot': {
    runs: ['stop refused', 'stop done'],
    holds(night) {
      expect(timeOf(night, ({ type }) => type === 'report')).toBeLessThan(Date.parse('2026-11-19T20:01:00-03:00'));
      expect(Date.parse(reportOf(night, 'stop').startedAt)).toBeLessThan(Date.parse('2026-11-19T22:46:00-03:00'));
    },
  },
  'capacity-later': {
    runs: ['stop done', 'start failed', 'start done'],
    holds(night) {
      expect(reportOf(night, 'start').retryOf).toBe(night.reports[1]?.run);
      expect(Date.parse(reportOf(night, 'start').endedAt)).toBeLessThan(Date.parse('2026-11-20T10:00:00-03:00'));
      everythingIsBack(night);
    },
  },
  'long-drain': {
    runs: ['stop failed', 'stop done'],
    holds(night) {
      expect(night.after.db).toMatchObject({ status: 'stopped' });
      expect(Date.parse(reportOf(night, 'stop').endedAt)).toBeLessThan(Date.parse('2026-11-19T21:30:00-03:00'));
    },
  },
  'memory-of-another-day': {
    runs: ['stop done', 'start failed', 'stop done', 'start done'],
    holds(night) {
      expect(night.after.shop).toMatchObject({ status: 'steady', desired: 5 });
      expect(night.end.memory).toEqual([]);
    },
  },
  'memory-stop-only': {
    runs: ['stop done', 'stop done', 'start done'],
    holds(night) {
      expect(night.after.shop).toMatchObject({ status: 'steady', desired: 5 });
    },
  },
  'slow-database': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const start = reportOf(night, 'start');
      expect(start.criticalPath[0]).toBe('camunda-db');
      expect(start.criticalPathSeconds).toBeGreaterThan(55 * 60);
      expect(start.seconds / start.criticalPathSeconds).toBeLessThan(1.05);
      // What does not need camunda-db was not kept waiting for it.
      for (const name of ['dashboard-db', 'kafka-ui', 'events-ingestion', 's3-sink'])
        expect(Date.parse(resourceOf(start, name)?.endedAt ?? '') - Date.parse(start.startedAt)).toBeLessThan(
          40 * 60_000,
        );
      everythingIsBack(night);
    },
  },
  'busy-cluster': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const throttled = eventsOf(night, 'call').filter(({ error }) => error === 'ThrottlingException');
      expect(throttled.length).toBeGreaterThan(100);
      expect(throttled.some(({ mutating, resource }) => mutating && resource !== undefined)).toBe(true);
      everythingIsBack(night);
    },
  },
  'lost-responses': {
    runs: ['stop done', 'start done'],
    holds(night) {
      for (const operation of ['rds:StopDBInstance', 'rds:StartDBInstance', 'ecs:UpdateService'])
        expect(errorsOf(callsOf(night, operation)), operation).toContain('TimeoutError');
      expect(errorsOf(callsOf(night, 'rds:StopDBInstance'))).toContain('InvalidDBInstanceState');
      everythingIsBack(night);
    },
  },
  'database-refused': {
    runs: ['stop done', 'start partial'],
    holds(night) {
      const start = reportOf(night, 'start');
      expect(having(start, 'failed')).toEqual(['camunda-db']);
      expect(resourceOf(start, 'camunda-db')?.errorCode).toBe('AccessDeniedException');
      const blocked = ['camunda', 'scoring', 'dashboard-backend'];
      expect(having(start, 'blocked')).toEqual(blocked);
      expect(blocked.map((name) => resourceOf(start, name)?.blockedBy)).toEqual(blocked.map(() => 'camunda-db'));
      expect(blocked.map((name) => night.after[name]?.desired)).toEqual([0, 0, 0]);
      expect(night.end.memory.map((memory) => (memory as { resource: string }).resource).toSorted()).toEqual(
        ['camunda-db', ...blocked].toSorted(),
      );
      for (const name of ['dashboard-db', 'events-ingestion', 'kafka-ui', 'clickhouse-agent', 's3-sink'])
        expect(night.after[name]?.status, name).toBe(night.before[name]?.status);
      expect(postedTexts(night).some(({ text }) => text.includes('only partly up'))).toBe(true);
    },
  },
  'no-capacity': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(errorsOf(callsOf(night, 'rds:StartDBInstance', 'dashboard-db'))).toEqual([
        'InsufficientDBInstanceCapacity',
        'InsufficientDBInstanceCapacity',
        'InsufficientDBInstanceCapacity',
        undefined,
      ]);
      everythingIsBack(night);
    },
  },
  'crash-in-stop': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(eventsOf(night, 'invocation').map(({ function: name, phase }) => `${name} ${phase}`)).toEqual([
        'stop started',
        'stop died',
        'stop resumed',
        'stop ended',
        'start started',
        'start ended',
      ]);
      everythingIsBack(night);
    },
  },
  'dead-run': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const [stop] = night.reports;
      expect(stop).toMatchObject({ requestedBy: 'reconcile', why: 'staging-stop-20261119T230000Z died' });
      // Not before the lease has expired, and at the next tick after that.
      expect(stop?.startedAt).toMatch(/^2026-11-19T20:15/);
      expect(countsOf(night.after)).toEqual(countsOf(night.before));
      expect(night.end.lease).toBeNull();
      everythingIsBack(night);
    },
  },
  'duplicate-delivery': {
    runs: ['stop duplicate', 'stop done', 'stop duplicate', 'start done'],
    holds(night) {
      expect(callsOf(night, 'rds:StopDBInstance', 'camunda-db')).toHaveLength(1);
      expect(postedTexts(night)).toHaveLength(2);
      everythingIsBack(night);
    },
  },
  'late-delivery': {
    runs: ['stop stale', 'start done'],
    holds(night) {
      expect(reportOf(night, 'stop').reason).toContain('120 min late');
      expect(having(reportOf(night, 'start'), 'skipped')).toHaveLength(11);
      expect(changesOf(night)).toEqual([]);
      everythingIsBack(night);
    },
  },
  'start-during-stop': {
    runs: ['start refused', 'stop done', 'start done'],
    holds(night) {
      const [refused, stop] = night.reports;
      expect(refused?.requestedBy).toBe('ana');
      expect(refused?.reason).toContain(stop?.run);
      expect(refused?.resources).toEqual([]);
      everythingIsBack(night);
    },
  },
  'takeover-at-once': {
    runs: ['stop superseded', 'start done'],
    holds(night) {
      expect(callsOf(night, 'elasticache:ModifyReplicationGroup', 'sessions')).toHaveLength(2);
      expect(night.after.sessions).toEqual(night.before.sessions);
      expect(night.end.memory).toEqual([]);
    },
  },
  'changed-while-dead': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(callsOf(night, 'ecs:UpdateService', 'shop')).toHaveLength(2);
      expect(night.after.shop).toMatchObject({ desired: 6, running: 6 });
      expect(night.end.memory).toEqual([]);
    },
  },
  supersede: {
    runs: ['stop superseded', 'start done', 'start done'],
    holds(night) {
      const [stop, start] = night.reports;
      const takenOverAt = timeOf(night, (event) => event.type === 'invocation' && event.function === 'start');
      const changedAfter = night.lines.filter(
        ({ at, event }) =>
          at >= takenOverAt && event.type === 'call' && event.run === stop?.run && changesOf(night).includes(event),
      );
      expect(changedAfter).toEqual([]);
      expect(start?.warnings.join()).toContain(stop?.run);
      everythingIsBack(night);
    },
  },
  'schedules-lost': {
    runs: [],
    holds(night) {
      expect(night.lines.map(({ event }) => event.type)).toEqual(['end']);
      everythingIsBack(night);
    },
  },
  'hold-up': {
    runs: ['stop skipped', 'stop done', 'start done'],
    holds(night) {
      expect(night.reports.map(({ requestedBy }) => requestedBy)).toEqual(['schedule', 'reconcile', 'schedule']);
      expect(night.reports[0]?.reason).toBe('staging is held up by ana: release 4.2');
      everythingIsBack(night);
    },
  },
  'hold-down': {
    runs: ['stop done', 'start skipped', 'start done'],
    holds(night) {
      expect(night.reports.map(({ requestedBy }) => requestedBy)).toEqual(['schedule', 'schedule', 'reconcile']);
      expect(night.reports[2]?.startedAt).toMatch(/^2026-11-20T12:0\d|^2026-11-20T12:1[0-5]/);
      everythingIsBack(night);
    },
  },
  'lost-trigger': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(reportOf(night, 'stop')).toMatchObject({ requestedBy: 'reconcile', why: 'stop is scheduled' });
      everythingIsBack(night);
    },
  },
  woken: {
    runs: ['stop done', 'start done'],
    holds(night) {
      const said = postedTexts(night).filter(({ text }) => text.includes('somebody started kafka-ui'));
      expect(said).toHaveLength(1);
    },
  },
  'seven-days': {
    runs: [
      // For the hold, and the slot of that evening.
      ...['stop done', 'stop done'],
      // Friday, and the weekend without a start.
      ...['start skipped', 'stop done', 'stop done', 'stop done'],
      // Monday to Wednesday, and Thursday morning.
      ...Array.from({ length: 3 }, () => ['start skipped', 'stop done']).flat(),
      'start skipped',
      // The databases that AWS started on Thursday, minutes apart; and the slot of that evening.
      ...['stop done', 'stop done'],
    ],
    holds(night) {
      const [again, ...more] = night.reports.filter(({ why = '' }) => why.includes('AWS restarted'));
      expect(more).toEqual([]);
      expect(again?.why).toBe('AWS restarted dashboard-db after seven days');
      expect(again && having(again, 'done').toSorted()).toEqual(['camunda-db', 'dashboard-db']);
      // Of the first one an event of RDS tells at once.
      const started = timeOf(night, (event) => event.type === 'state' && event.to === 'starting');
      expect(Date.parse(again?.startedAt ?? '') - started).toBeLessThan(10_000);
      const said = delivered(night).filter((text) => /2 of 11 changed|somebody started/.test(text));
      expect(said).toEqual([expect.stringContaining('staging is down · 2 of 11 changed')]);
    },
  },
  'failing-tasks': {
    runs: ['stop done', 'start partial'],
    holds(night) {
      const start = reportOf(night, 'start');
      expect(having(start, 'failed')).toEqual(['scoring']);
      expect(resourceOf(start, 'scoring')).toMatchObject({ errorCode: 'TASKS_FAIL' });
      expect(resourceOf(start, 'scoring')?.reason).toMatch(
        /^0 of \d+ tasks? healthy: Task failed (ELB|container) health checks \(\d+ tasks failed\)$/,
      );
      expect(resourceOf(start, 'scoring')?.seconds, 'long before its deadline').toBeLessThan(15 * 60);
      expect(having(start, 'blocked')).toEqual(['dashboard-backend']);
      expect(resourceOf(start, 'dashboard-backend')?.blockedBy).toBe('scoring');
      expect(night.after['dashboard-backend']?.desired).toBe(0);
      expect(having(start, 'done')).toHaveLength(7);
    },
  },
  'blue-green': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(resourceOf(reportOf(night, 'start'), 'web')?.seconds).toBeLessThan(6 * 60);
      const asked = callsOf(night, 'elbv2:DescribeRules').map(({ input }) => JSON.stringify(input));
      expect(asked.length).toBeGreaterThan(0);
      expect(
        asked.some((input) => input.includes('admin')),
        'admin has no groups that take turns',
      ).toBe(false);
    },
  },
  sidecar: {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(having(reportOf(night, 'start'), 'done')).toEqual(['web', 'api']);
    },
  },
  'image-gone': {
    runs: ['stop done', 'start partial'],
    holds(night) {
      const start = reportOf(night, 'start');
      expect(resourceOf(start, 'web')).toMatchObject({ outcome: 'failed', errorCode: 'CANNOT_START' });
      expect(resourceOf(start, 'web')?.reason).toContain('shop/web:41: not found');
      expect(resourceOf(start, 'web')?.seconds).toBeLessThan(10 * 60);
      expect(having(start, 'blocked')).toEqual(['worker']);
      expect(having(start, 'done')).toEqual(['mail']);
    },
  },
  'no-room': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(resourceOf(reportOf(night, 'start'), 'web')?.seconds).toBeGreaterThan(12 * 60);
    },
  },
  'no-room-all-day': {
    runs: ['stop done', 'start partial'],
    holds(night) {
      expect(resourceOf(reportOf(night, 'start'), 'web')).toMatchObject({
        errorCode: 'DEADLINE',
        reason: expect.stringContaining('was unable to place a task. Reason: Capacity is unavailable'),
      });
    },
  },
  'rollout-cut-off': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(reportOf(night, 'stop').warnings).toEqual([
        'web: the rollout of web:1 was not finished: the stop ends it, and the next start uses web:1',
      ]);
      expect(resourceOf(reportOf(night, 'start'), 'web')?.reason).toContain(
        'web:1, whose rollout the stop interrupted',
      );
    },
  },
  'no-task-count': {
    runs: ['stop partial', 'start partial'],
    holds(night) {
      const stop = reportOf(night, 'stop');
      expect(having(stop, 'refused')).toEqual(['agent', 'task-sets']);
      for (const name of ['agent', 'task-sets']) expect(resourceOf(stop, name)?.reason).toContain('leaveAlone');
      expect(having(stop, 'blocked')).toEqual(['db']);
      expect(having(stop, 'done')).toEqual(['mail', 'other-db']);
      expect(having(reportOf(night, 'start'), 'failed')).toEqual(['old']);
      expect(callsOf(night, 'ecs:UpdateService').map(({ resource }) => resource)).toEqual(['mail', 'mail']);
    },
  },
  'protected-tasks': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const [batch, db] = ['batch', 'db'].map((name) => resourceOf(reportOf(night, 'stop'), name));
      expect(batch?.seconds).toBeGreaterThan(18 * 60);
      expect(Date.parse(db?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(batch?.endedAt ?? ''));
    },
  },
  'scheduled-in-downtime': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(night.after.web).toMatchObject({ desired: 4, scaling: { min: 4, max: 8, suspended: 'none' } });
      expect(night.after.api).toMatchObject({ desired: 2, scaling: { min: 2, max: 6, suspended: 'none' } });
      const start = reportOf(night, 'start');
      expect(resourceOf(start, 'web')?.reason).toContain('its scheduled action morning was due during the downtime');
      expect(resourceOf(start, 'api')?.reason).toBe('steady with 2 tasks');
    },
  },
  'zero-scales': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const raised = eventsOf(night, 'capacity').filter(({ resource, desired }) => resource === 'queue' && desired > 0);
      expect(
        raised.map(({ desired }) => desired),
        'in the morning only',
      ).toEqual([2]);
      expect(night.after.queue).toMatchObject({ desired: 2, scaling: { min: 0, max: 5, suspended: 'none' } });
    },
  },
  'slack-down': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const stopDone = reportOf(night, 'stop').endedAt;
      expect(postedTexts(night).map(({ status }) => status)).toEqual([500, 500, 500, 429, 200, 200]);
      const deliveredAt = timeOf(night, (event) => event.type === 'message' && event.status === 200);
      expect(deliveredAt - Date.parse(stopDone)).toBeGreaterThan(3 * 60_000);
      expect(
        postedTexts(night)
          .filter(({ status }) => status === 200)
          .map(({ text }) => text.split(' · ')[0]),
      ).toEqual(['🌙 staging is down', '☀️ staging is up']);
      everythingIsBack(night);
    },
  },
  'owner-after-failed-start': {
    // Once both are repaired, reconcile finishes what the first start began.
    runs: ['stop done', 'start partial', 'start done', 'stop done', 'start done'],
    holds(night) {
      const [, failed] = night.reports;
      expect(failed && having(failed, 'failed')).toEqual(['clickhouse-agent', 'scoring']);
      const scaling = { min: 1, max: 6, suspended: 'none' };
      expect(night.after.scoring).toMatchObject({ status: 'steady', desired: 5, scaling });
      expect(night.after['clickhouse-agent']).toMatchObject({ status: 'steady', desired: 4, scaling });
      expect(night.end.memory).toEqual([]);
    },
  },
  'owner-changes-count': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(night.before.scoring?.desired).toBe(2);
      expect(night.after.scoring).toMatchObject({
        status: 'steady',
        desired: 5,
        running: 5,
        scaling: { min: 1, max: 6, suspended: 'none' },
      });
      expect(night.end.memory).toEqual([]);
    },
  },
  'other-kinds': {
    runs: ['stop partial', 'start done'],
    holds(night) {
      const stop = reportOf(night, 'stop');
      const start = reportOf(night, 'start');
      expect(resourceOf(stop, 'web')).toMatchObject({ outcome: 'refused', errorCode: 'IN_AUTO_SCALING_GROUP' });
      expect(callsOf(night, 'ec2:StopInstances', 'web')).toEqual([]);
      expect(resourceOf(stop, 'documents')?.startedAt).toBe(resourceOf(stop, 'notebook')?.endedAt);
      expect(callsOf(night, 'redshift:ResumeCluster', 'warehouse').map(({ error }) => error)).toEqual([
        'InsufficientClusterCapacityFault',
        'InsufficientClusterCapacityFault',
        undefined,
      ]);
      const ready = Date.parse(resourceOf(start, 'warehouse')?.endedAt ?? '');
      expect(Date.parse(resourceOf(start, 'notebook')?.startedAt ?? '')).toBeGreaterThanOrEqual(ready);
    },
  },
  aurora: {
    runs: ['stop partial', 'start done'],
    holds(night) {
      expect(resourceOf(reportOf(night, 'stop'), 'archive')).toMatchObject({
        outcome: 'refused',
        errorCode: 'GLOBAL_DATABASE',
      });
      expect(callsOf(night, 'rds:StopDBCluster', 'archive')).toEqual([]);
      expect(callsOf(night, 'rds:StopDBCluster', 'ledger')).toHaveLength(1);
      const ready = Date.parse(resourceOf(reportOf(night, 'start'), 'ledger')?.endedAt ?? '');
      const booked = Date.parse(resourceOf(reportOf(night, 'start'), 'booking')?.startedAt ?? '');
      expect(booked).toBeGreaterThanOrEqual(ready);
      expect(ready - Date.parse(reportOf(night, 'start').startedAt)).toBeGreaterThanOrEqual(12 * 60_000);
      everythingIsBack(night);
    },
  },
  shrink: {
    runs: ['stop partial', 'start done'],
    holds(night) {
      const [stop, start] = [reportOf(night, 'stop'), reportOf(night, 'start')];
      expect(resourceOf(stop, 'sharded')).toMatchObject({ outcome: 'refused', errorCode: 'CLUSTER_MODE' });
      expect(resourceOf(stop, 'locks')).toMatchObject({ outcome: 'skipped' });
      expect(resourceOf(stop, 'sessions')).toMatchObject({ outcome: 'done', reason: 'shrunk to its primary' });
      // The shop did not wait for the replicas.
      expect(Date.parse(resourceOf(start, 'shop')?.endedAt ?? '')).toBeLessThan(
        Date.parse(resourceOf(start, 'sessions')?.endedAt ?? '') - 5 * 60_000,
      );
      expect(start.criticalPath).toEqual(['sessions']);
      expect(errorsOf(callsOf(night, 'elasticache:IncreaseReplicaCount', 'sessions')).slice(0, 3)).toEqual([
        'InsufficientCacheClusterCapacity',
        'InsufficientCacheClusterCapacity',
        undefined,
      ]);
      expect(night.after.sessions).toEqual(night.before.sessions);
      everythingIsBack(night);
    },
  },
  replica: {
    runs: ['stop partial', 'start done'],
    holds(night) {
      expect(resourceOf(reportOf(night, 'stop'), 'dashboard-db')).toMatchObject({
        outcome: 'refused',
        errorCode: 'READ_REPLICA',
      });
      expect(callsOf(night, 'rds:StopDBInstance', 'dashboard-db')).toEqual([]);
      expect(having(reportOf(night, 'start'), 'skipped')).toContain('dashboard-db');
      everythingIsBack(night);
    },
  },
  deployment: {
    runs: ['stop refused', 'stop refused', 'stop done', 'start done'],
    holds(night) {
      const [scheduled, byAna, reconciled] = night.reports;
      for (const refused of [scheduled, byAna]) {
        expect(refused?.reason).toMatch(/^deploy-\w+ \(release 4\.2\) is deploying to staging until 2026-11-19T20:25/);
        expect(refused?.resources).toEqual([]);
      }
      expect(reconciled).toMatchObject({ requestedBy: 'reconcile', why: 'stop is scheduled' });
      const ended = timeOf(night, (event) => event.type === 'deployment' && event.phase === 'ended');
      expect(timeOf(night, (event) => event.type === 'call' && changesOf(night).includes(event))).toBeGreaterThan(
        ended,
      );
      expect(eventsOf(night, 'deployment').map(({ by, phase }) => `${by} ${phase}`)).toEqual([
        'release 4.2 began',
        'release 4.2 ended',
        'late fix began',
        'late fix ended',
      ]);
      everythingIsBack(night);
    },
  },
  'leave-alone': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const [stop, start] = [reportOf(night, 'stop'), reportOf(night, 'start')];
      expect(resourceOf(stop, 'ledger')).toMatchObject({
        outcome: 'skipped',
        reason: 'left alone: Ana migrates it until December',
      });
      expect(resourceOf(stop, 'users')?.reason).toBe('kept up: import depends on it and has leaveAlone');
      expect(having(stop, 'done').toSorted()).toEqual(['stock', 'web']);
      expect(having(start, 'done').toSorted()).toEqual(['stock', 'web']);
      expect(resourceOf(start, 'import')?.reason).toMatch(/^left alone: imports all night \(steady/);
      const touched = new Set(changesOf(night).map(({ resource }) => resource));
      expect([...touched].toSorted()).toEqual(['stock', 'web']);
      everythingIsBack(night);
    },
  },
  'switched-off': {
    runs: ['stop skipped', 'stop done', 'start done'],
    holds(night) {
      expect(night.reports[0]?.reason).toBe('scheduled work of staging is paused by /curfew/staging/enabled');
      expect(night.reports[1]).toMatchObject({ requestedBy: 'reconcile' });
      expect(night.reports[1]?.startedAt).toMatch(/^2026-11-19T21:15/);
      everythingIsBack(night);
    },
  },
  'closed-days': {
    runs: [
      'stop done',
      ...['start skipped', 'stop done'],
      ...['start skipped', 'stop done'],
      ...['start skipped', 'stop done'],
      'start done',
    ],
    holds(night) {
      const skipped = night.reports.filter(({ outcome }) => outcome === 'skipped');
      expect(skipped.map(({ startedAt, reason }) => `${startedAt.slice(0, 10)} ${reason.split(':')[0]}`)).toEqual([
        '2026-11-20 Fête du Beaujolais',
        '2026-11-21 Inventory',
        '2026-11-22 Inventory',
      ]);
      everythingIsBack(night);
    },
  },
  'statuses-at-stop': {
    runs: ['stop partial'],
    holds(night) {
      const stop = reportOf(night, 'stop');
      expect(
        stop.resources
          .filter(({ outcome }) => outcome === 'failed')
          .map(({ resource, errorCode }) => `${resource}: ${errorCode}`),
      ).toEqual([
        'full: storage-full',
        'keyless: inaccessible-encryption-credentials',
        'no-network: incompatible-network',
        'no-parameters: incompatible-parameters',
        'no-capacity: insufficient-capacity',
        'unheard-of: DEADLINE',
      ]);
      const stopped = ['stopping', 'starting', 'backing-up', 'modifying', 'maintenance', 'optimizing', 'flapping'];
      for (const name of stopped) expect(night.after[name]?.status, name).toBe('stopped');
      expect(resourceOf(stop, 'keyless-soon')?.outcome).toBe('skipped');
      expect(errorsOf(callsOf(night, 'rds:StopDBInstance', 'flapping'))).toEqual([
        'InvalidDBInstanceState',
        'InvalidDBInstanceState',
        undefined,
      ]);
      expect(having(stop, 'done')).toEqual(expect.arrayContaining(['deploying', 'rolled-back', 'flapping']));
      const touched = new Set(changesOf(night).map(({ resource }) => resource));
      for (const name of ['full', 'keyless', 'keyless-soon', 'no-network', 'no-capacity', 'unheard-of', 'healing'])
        expect(touched, name).not.toContain(name);
    },
  },
  'statuses-at-start': {
    runs: ['stop done', 'start partial'],
    holds(night) {
      const start = reportOf(night, 'start');
      expect(
        start.resources
          .filter(({ outcome }) => outcome === 'failed')
          .map(({ resource, errorCode }) => `${resource}: ${errorCode}`),
      ).toEqual([
        'no-parameters: incompatible-parameters',
        'keyless: KMSKeyNotAccessibleFault',
        'rolled-back: ROLLOUT_FAILED',
      ]);
      expect(resourceOf(start, 'needs-parameters')).toMatchObject({ outcome: 'blocked', blockedBy: 'no-parameters' });
      expect(resourceOf(start, 'needs-key')).toMatchObject({ outcome: 'blocked', blockedBy: 'keyless' });
      expect(resourceOf(start, 'kafka')).toMatchObject({
        outcome: 'skipped',
        reason: 'a gate: MAINTENANCE, can serve',
      });
      const served = Date.parse(resourceOf(start, 'new-kafka')?.endedAt ?? '');
      expect(Date.parse(resourceOf(start, 'writer')?.startedAt ?? '')).toBeGreaterThanOrEqual(served);
      expect(Date.parse(resourceOf(start, 'reader')?.endedAt ?? '')).toBeLessThan(served);
    },
  },
  'dry-run': {
    runs: ['stop dry-run', 'stop dry-run', 'stop done', 'start dry-run', 'start done'],
    holds(night) {
      const [unreadable, plannedStop, stop, plannedStart, start] = night.reports;
      const byDryRun = eventsOf(night, 'call').filter(({ run }) => run?.match(/-[0-9a-f]{8}$/));
      expect(byDryRun.length).toBeGreaterThan(20);
      expect(byDryRun.filter(({ mutating }) => mutating)).toEqual([]);
      expect(unreadable && resourceOf(unreadable, 's3-sink')).toMatchObject({
        outcome: 'refused',
        reason: 'cannot be read now: TooManyRequestsException',
        errorCode: 'TooManyRequestsException',
      });
      expect(unreadable && resourceOf(unreadable, 'dashboard-db')?.reason).toMatch(/^would act: maintenance/);
      for (const [plan, run] of [
        [plannedStop, stop],
        [plannedStart, start],
      ]) {
        const planned = plan?.resources.filter(({ reason }) => reason.startsWith('would act: '));
        expect(planned?.map(({ resource, stage }) => `${stage} ${resource}`)).toEqual(
          run?.resources
            .filter(({ outcome }) => outcome === 'done')
            .map(({ resource, stage }) => `${stage} ${resource}`),
        );
      }
      everythingIsBack(night);
    },
  },
  'table-down': {
    runs: ['stop failed', 'stop done', 'start done'],
    holds(night) {
      const [failed, stop] = night.reports;
      expect(failed?.reason).toMatch(/^nothing was changed: claiming the stop slot .* InternalServerError/);
      expect(failed?.resources).toEqual([]);
      expect(failed?.warnings.join()).toContain('the report was not saved');
      const said = timeOf(night, ({ type }) => type === 'message');
      expect(said).toBeLessThan(Date.parse('2026-11-19T20:40:00-03:00'));
      expect(postedTexts(night)[0]?.text).toContain('staging is not down');
      expect(stop).toMatchObject({ requestedBy: 'reconcile', why: 'stop is scheduled' });
      everythingIsBack(night);
    },
  },
  'switch-unreadable': {
    runs: ['stop failed', 'stop done', 'start done'],
    holds(night) {
      const [failed, stop] = night.reports;
      expect(failed).toMatchObject({
        reason: 'nothing was changed: /curfew/staging/enabled cannot be read: this role lacks ssm:GetParameter on it',
        seconds: 0,
        resources: [],
      });
      expect(postedTexts(night)[0]?.text).toContain('ssm:GetParameter');
      expect(stop).toMatchObject({ requestedBy: 'reconcile' });
      everythingIsBack(night);
    },
  },
  'clock-forward': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(reportOf(night, 'start')).toMatchObject({ requestedBy: 'reconcile', why: 'start is scheduled' });
      expect(reportOf(night, 'start').startedAt).toMatch(/^2027-03-28T03:45:\d\d\+02:00$/);
      everythingIsBack(night);
    },
  },
  'clock-back': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(reportOf(night, 'start').requestedBy).toBe('schedule');
      expect(reportOf(night, 'start').startedAt).toMatch(/^2026-10-25T02:30:0\d\.?\d*\+02:00$/);
      everythingIsBack(night);
    },
  },
  enforced: {
    runs: ['stop done', 'stop done', 'start done'],
    holds(night) {
      expect(night.reports[1]).toMatchObject({
        requestedBy: 'reconcile',
        why: 'web was started while the environment is down',
      });
      expect(night.after.web?.desired).toBe(2);
      everythingIsBack(night);
    },
  },
  autoscaling: {
    runs: ['stop done', 'start done'],
    holds(night) {
      const nightly = night.lines.filter(
        ({ at, event }) =>
          event.type === 'capacity' &&
          at > Date.parse(reportOf(night, 'stop').endedAt) &&
          at < Date.parse(reportOf(night, 'start').startedAt),
      );
      expect(nightly).toEqual([]);
      expect(countsOf(night.after)).toEqual(countsOf(night.before));
      expect(night.end.memory).toMatchObject([{ resource: 'spare', desired: 0 }]);
    },
  },
  'target-registered': {
    runs: ['stop done', 'stop done', 'start done'],
    holds(night) {
      expect(night.after.web).toMatchObject({ desired: 2, scaling: { min: 1, max: 4, suspended: 'none' } });
      expect(night.end.memory).toEqual([]);
    },
  },
  'alarms-muted': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const ours = [
        'poc-atlas-dev-camunda-high-cpu',
        'poc-atlas-dev-dashboard-low-storage',
        'poc-atlas-dev-kafka-ui-high-memory',
        'poc-atlas-dev-scoring-running-tasks-below-desired',
      ];
      expect(reportOf(night, 'stop').alarmsMuted).toEqual(ours);
      expect(ours.map((name) => alarmActs(night).filter((act) => act.startsWith(name)).length)).toEqual([2, 2, 2, 2]);
      // What scales a service may do so.
      expect(fired(night).map((act) => act.split(' ')[0])).toEqual([
        'poc-atlas-dev-scoring-queue-scale-out',
        'poc-atlas-dev-scoring-queue-scale-out',
      ]);
      const mutedAt = timeOf(night, (event) => event.type === 'call' && event.operation.startsWith('cloudwatch:Put'));
      const changedAt = timeOf(night, (event) => event.type === 'state');
      expect(night.lines.findIndex(({ event }) => event.type === 'state')).toBeGreaterThan(
        night.lines.findIndex(({ event }) => event.type === 'call' && event.operation.startsWith('cloudwatch:Put')),
      );
      expect(changedAt).toBeGreaterThanOrEqual(mutedAt);
      // To 08:00, the three hours that a start may take, and the grace; then to ten minutes after it was up.
      expect(windowsPut(night)).toEqual([
        { by: 'stop', minutes: 15 * 60 + 10 },
        { by: 'start', minutes: 11 },
      ]);
      everythingIsBack(night);
    },
  },
  'alarms-armed-again': {
    runs: ['stop done', 'start partial'],
    holds(night) {
      const start = reportOf(night, 'start');
      const camunda = 'poc-atlas-dev-camunda-running-tasks-below-desired';
      expect(fired(night)).toEqual([`${camunda} ALARM fired`]);
      expect(timeOf(night, (event) => event.type === 'alarm' && event.actions === 'fired')).toBe(
        Date.parse(start.endedAt),
      );
      expect(start.warnings.join()).toContain('staging is not up: its alarms are active again');
      expect(start.warnings.join()).toContain(camunda);
      expect(postedTexts(night).some(({ text }) => text.includes('only partly up'))).toBe(true);
    },
  },
  'alarms-not-permitted': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const stop = reportOf(night, 'stop');
      expect(stop.alarmsMuted).toEqual([]);
      expect(stop.warnings).toEqual([expect.stringMatching(/^alarms are not muted: .*AccessDenied/)]);
      expect(fired(night)[0]).toBe('poc-atlas-dev-scoring-running-tasks-below-desired ALARM fired');
      everythingIsBack(night);
    },
  },
  'alarms-follow-a-hold': {
    runs: ['stop done', 'start skipped', 'start done'],
    holds(night) {
      expect(fired(night)).toEqual([]);
      const [stopped, held, started] = windowsPut(night);
      expect([stopped?.by, held?.by, started?.by]).toEqual(['stop', 'reconcile', 'start']);
      // The hold ends on Friday evening, and what comes next is the start of Monday.
      expect(held?.minutes).toBe((10 + 72 + 3) * 60 + 10);
      expect(started?.minutes).toBe(11);
      everythingIsBack(night);
    },
  },
  'alarms-early-start': {
    runs: ['stop done', 'start done', 'start done'],
    holds(night) {
      const name = 'poc-atlas-dev-kafka-ui-running-tasks-below-desired';
      expect(alarmActs(night)).toEqual([
        `${name} ALARM muted`,
        `${name} OK muted`,
        `${name} ALARM fired`,
        `${name} OK fired`,
      ]);
      expect(windowsPut(night).map(({ by }) => by)).toEqual(['stop', 'start']);
      everythingIsBack(night);
    },
  },
  'alarms-unread': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(reportOf(night, 'stop').alarmsMuted).toEqual(['shops-shop-cpu']);
      expect(eventsOf(night, 'alarm').map(({ actions }) => actions)).not.toContain('fired');
    },
  },
  'alarms-nothing-stopped': {
    runs: ['stop failed', 'start done'],
    holds(night) {
      const stop = reportOf(night, 'stop');
      expect(stop.alarmsMuted).toEqual([]);
      expect(stop.warnings.join()).toContain('no resource of shops was stopped: its alarms are active again');
      expect(fired(night)).toEqual(['shops-shop-cpu ALARM fired', 'shops-shop-cpu OK fired']);
      expect(callsOf(night, 'cloudwatch:DeleteAlarmMuteRule')).toHaveLength(1);
    },
  },
  'alarm-storm': {
    runs: [],
    holds(night) {
      const texts = delivered(night).map((text) => text.split(' · ')[0]);
      expect(fired(night)).toHaveLength(24);
      expect(texts).toEqual([
        ...['high-disk', 'high-cpu', 'high-memory'].map((name) => `🔴 \`poc-atlas-dev-msk-${name}\` is in alarm`),
        '🌊 9 more notifications within 1 min 5 s: 9 ALARM',
        ...['high-disk', 'high-cpu', 'high-memory'].map(
          (name) => `✅ \`poc-atlas-dev-msk-${name}\` is OK again after 30 min`,
        ),
        '🌊 9 more notifications within 1 min 5 s: 9 OK',
      ]);
      const names = new Set(fired(night).map((act) => act.split(' ')[0] ?? ''));
      const [alarms, oks] = bodiesOf(night).filter((_, index) => texts[index]?.startsWith('🌊'));
      const named = (digest = '', state: string) =>
        [...names].filter((name) => digest.includes(`${state}: \`${name}\``));
      expect(named(alarms, 'ALARM')).toHaveLength(9);
      expect(named(oks, 'OK')).toHaveLength(9);
    },
  },
  'alarm-flaps': {
    runs: [],
    holds(night) {
      const name = '`poc-atlas-dev-msk-high-cpu`';
      expect(fired(night)).toHaveLength(6);
      expect(delivered(night).map((text) => text.split(' · ')[0])).toEqual([
        `🔴 ${name} is in alarm`,
        `✅ ${name} is OK again after 3 min`,
        `🔴 ${name} is in alarm`,
        `〰️ ${name} is flapping: 4 changes, now OK`,
        `✅ ${name} has settled in OK`,
      ]);
      expect(bodiesOf(night).at(-1)).toContain('flapped: 6 changes in 15 min');
    },
  },
  'alarm-expected': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(fired(night)).toHaveLength(4);
      expect(reportOf(night, 'start').expected).toEqual([
        { what: 'dashboard-has-no-data', times: 2 },
        { what: 'scores-are-late', times: 2 },
      ]);
      expect(delivered(night).map((text) => text.split(' · ')[0])).toEqual(['🌙 staging is down', '☀️ staging is up']);
      expect(bodiesOf(night).at(-1)).toContain('`scores-are-late` ×2');
      everythingIsBack(night);
    },
  },
  'alarm-outlasts': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(alarmActs(night)).toEqual(['shops-kafka-disk ALARM muted', 'shops-kafka-disk ALARM fired']);
      const last = '🔴 `shops-kafka-disk` is in alarm · shops · _has been in alarm since the stop_';
      expect(delivered(night).slice(2)).toEqual([last]);
      const saidAt = timeOf(night, (event) => event.type === 'message' && JSON.stringify(event.payload).includes(last));
      const readyAt = Date.parse(reportOf(night, 'start').endedAt);
      expect((saidAt - readyAt) / 60_000).toBeGreaterThanOrEqual(10);
      expect((saidAt - readyAt) / 60_000).toBeLessThan(12);
    },
  },
  'alarm-not-over': {
    runs: ['stop done', 'start done'],
    holds(night) {
      expect(reportOf(night, 'stop').warnings).toEqual([expect.stringMatching(/^alarms are not muted/)]);
      expect(fired(night)).toEqual(['shops-kafka-disk ALARM fired']);
      expect(reportOf(night, 'start').expected).toEqual([{ what: 'shops-kafka-disk', times: 1 }]);
      expect(delivered(night).slice(2)).toEqual(['🔴 shops: 1 alarm has been in alarm since the stop']);
      expect(bodiesOf(night).at(-1)).toContain('• 🔴 ALARM: `shops-kafka-disk`');
    },
  },
  'alarm-table-down': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const name = 'nobody-sees-kafka';
      expect(fired(night).map((act) => act.split(' ')[1])).toEqual(['ALARM', 'OK', 'ALARM', 'OK', 'ALARM', 'OK']);
      // Only the one of half past ten.
      const said = night.lines.filter(
        ({ event }) => event.type === 'message' && JSON.stringify(event.payload).includes(`\`${name}\` is in alarm`),
      );
      expect(said.map(({ at }) => new Date(at).toISOString().slice(0, 16))).toEqual(['2026-11-20T01:32']);
      expect(reportOf(night, 'start').expected).toEqual([{ what: name, times: 5 }]);
    },
  },
  'slack-down-all-night': {
    runs: ['stop done', 'start done'],
    holds(night) {
      const name = '`poc-atlas-dev-msk-high-disk`';
      const texts = delivered(night);
      expect(postedTexts(night).filter(({ status }) => status === 503).length).toBeGreaterThan(400);
      expect(texts.map((text) => text.split(' · ')[0])).toEqual([
        '🌙 staging is down',
        `🔴 ${name} is in alarm`,
        `✅ ${name} is OK again after 2 h 0 min`,
        '☀️ staging is up',
      ]);
      expect(texts.map((text) => /_sent (\d+ h \d+ min) late_/.exec(text)?.[1])).toEqual([
        '11 h 15 min',
        '8 h 30 min',
        '6 h 30 min',
        undefined,
      ]);
      everythingIsBack(night);
    },
  },
  'month-ends': {
    runs: ['stop done', 'stop done', 'stop done'],
    holds(night) {
      const isSavings = (event: TraceEvent): boolean =>
        event.type === 'message' && JSON.stringify(event.payload).includes('💰');
      expect(night.lines.filter(({ event }) => isSavings(event))).toHaveLength(1);
      expect(new Date(timeOf(night, isSavings)).toISOString().slice(0, 16)).toBe('2026-11-01T03:00');
      // From a quarter past eight on Friday to midnight on Saturday.
      expect(delivered(night)[2]).toMatch(/^💰 staging in 2026-10: \$1\d\.\d\d not spent$/);
      expect(bodiesOf(night)[2]).toContain('Off for 28 h of 744 h.');
    },
  },
};
