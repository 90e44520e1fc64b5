import { expect } from 'vitest';
import {
  callsOf,
  countsOf,
  type Expected,
  eventsOf,
  everythingIsBack,
  having,
  reportOf,
  resourceOf,
} from './night-facts.ts';

export const serviceNights: Readonly<Record<string, Expected>> = {
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
        'web: its rollout of web:1 was not over: a count of 0 ends it, and the next start begins with web:1',
      ]);
      expect(resourceOf(reportOf(night, 'start'), 'web')?.reason).toContain('web:1, whose rollout the stop cut off');
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
      expect(resourceOf(start, 'web')?.reason).toContain('its scheduled action morning fell into the downtime');
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
};
