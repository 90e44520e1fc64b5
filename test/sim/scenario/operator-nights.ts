import { expect } from 'vitest';
import type { TraceEvent } from '#sim/trace.ts';
import {
  bodiesOf,
  callsOf,
  changesOf,
  delivered,
  type Expected,
  eventsOf,
  everythingIsBack,
  having,
  reportOf,
  resourceOf,
  timeOf,
} from './night-facts.ts';

export const operatorNights: Readonly<Record<string, Expected>> = {
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
  deployment: {
    runs: ['stop refused', 'stop refused', 'stop done', 'start done'],
    holds(night) {
      const [scheduled, byAna, reconciled] = night.reports;
      for (const refused of [scheduled, byAna]) {
        expect(refused?.reason).toMatch(/^deploy-\w+ \(release 4\.2\) is deploying to staging, until 2026-11-19T20:25/);
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
      expect(resourceOf(stop, 'users')?.reason).toBe('kept up: import, which is left alone, depends on it');
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
