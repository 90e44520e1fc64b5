import { expect } from 'vitest';
import {
  bodiesOf,
  callsOf,
  changesOf,
  delivered,
  type Expected,
  errorsOf,
  eventsOf,
  everythingIsBack,
  having,
  postedTexts,
  reportOf,
  resourceOf,
  timeOf,
} from './night-facts.ts';

export const storeNights: Readonly<Record<string, Expected>> = {
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
      expect(resourceOf(start, 'shop')?.reason).toContain('was left down: already stopped by somebody before');
      expect(having(start, 'failed')).toEqual(['feed']);
      expect(bodiesOf(night).join()).toContain('left down: already stopped by somebody');
    },
  },
  'restart-not-undone': {
    runs: [...Array.from({ length: 8 }, () => 'stop done'), 'stop failed'],
    holds(night) {
      expect(night.reports.at(-1)?.why).toContain('AWS restarted db');
      expect(delivered(night).filter((text) => text.includes('not down'))).toHaveLength(1);
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
  woken: {
    runs: ['stop done', 'start done'],
    holds(night) {
      const said = postedTexts(night).filter(({ text }) => text.includes('somebody woke kafka-ui'));
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
      const said = delivered(night).filter((text) => /2 of 11 changed|woke/.test(text));
      expect(said).toEqual([expect.stringContaining('staging is down · 2 of 11 changed')]);
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
  enforced: {
    runs: ['stop done', 'stop done', 'start done'],
    holds(night) {
      expect(night.reports[1]).toMatchObject({
        requestedBy: 'reconcile',
        why: 'web was woken while the environment is down',
      });
      expect(night.after.web?.desired).toBe(2);
      everythingIsBack(night);
    },
  },
};
