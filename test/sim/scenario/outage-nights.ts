import { expect } from 'vitest';
import {
  callsOf,
  countsOf,
  type Expected,
  errorsOf,
  eventsOf,
  everythingIsBack,
  postedTexts,
  reportOf,
  resourceOf,
  timeOf,
} from './night-facts.ts';

export const outageNights: Readonly<Record<string, Expected>> = {
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
  'lost-responses': {
    runs: ['stop done', 'start done'],
    holds(night) {
      for (const operation of ['rds:StopDBInstance', 'rds:StartDBInstance', 'ecs:UpdateService'])
        expect(errorsOf(callsOf(night, operation)), operation).toContain('TimeoutError');
      expect(errorsOf(callsOf(night, 'rds:StopDBInstance'))).toContain('InvalidDBInstanceState');
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
  'table-down': {
    runs: ['stop failed', 'stop done', 'start done'],
    holds(night) {
      const [failed, stop] = night.reports;
      expect(failed?.reason).toMatch(
        /^nothing was changed: reading the current definition of staging .* InternalServerError/,
      );
      expect(failed?.resources).toEqual([]);
      expect(failed?.warnings.join()).toContain('the report was not saved');
      const said = timeOf(night, ({ type }) => type === 'message');
      // Where it is said is in the table, too: as soon as that can be read.
      expect(said).toBeLessThan(Date.parse('2026-11-19T20:45:00-03:00'));
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
};
