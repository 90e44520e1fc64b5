// A memory is of one downtime: what the owner of a service or a cache had by day is what the next stop remembers.
import { describe, expect, it } from 'vitest';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { at, byHand, type Days, live, sets } from './small-days.ts';

const resources = `  db: { kind: rds-instance, instance: small-db }
  app: { kind: ecs-service, cluster: small, service: small-app, dependsOn: [db] }
  cache: { kind: elasticache-replication-group, replicationGroup: small-cache, whenStopped: shrink, dependsOn: [db] }`;

const stopOnly = "  stop: { days: every day, at: '20:00' }";

/** The database does not start on Tuesday, so that neither service nor cache is reached; on Wednesday it does. */
const noStart = {
  at: at(30),
  do: 'fault',
  fault: { operation: 'rds:StartDBInstance', error: 'AccessDenied', untilMs: at(40) },
} as const;

const wanted = async (days: Partial<Days>) => {
  const lived = await live({ resources, to: 57, ...days });
  const { app, cache } = lived.after;
  return { lived, app: app?.desired, cache: [cache?.replicas, cache?.multiAz] };
};

describe('what its owner set by day beats what a stop remembered the evening before', () => {
  it.each<[string, Partial<Days>, { app: number; cache: [number, boolean] }]>([
    [
      'when the start never got to it',
      { timeline: [noStart, sets(35, 'app', { desired: 5 }), sets(35, 'cache', { replicas: 3, multiAz: true })] },
      { app: 5, cache: [3, true] },
    ],
    [
      'when there are fewer now',
      { timeline: [noStart, sets(35, 'app', { desired: 1 }), sets(35, 'cache', { replicas: 1, multiAz: true })] },
      { app: 1, cache: [1, true] },
    ],
    [
      'where nothing is ever started',
      {
        schedule: stopOnly,
        timeline: [
          sets(35, 'app', { desired: 5 }),
          sets(35, 'cache', { replicas: 3, multiAz: true }),
          byHand(56, 'start'),
        ],
      },
      { app: 5, cache: [3, true] },
    ],
    [
      'where nothing is ever started and the slot of the second evening was lost',
      {
        schedule: stopOnly,
        timeline: [
          sets(35, 'app', { desired: 5 }),
          sets(35, 'cache', { replicas: 3, multiAz: true }),
          { at: at(43.9), do: 'lose-schedules', untilMs: at(44.1) },
          byHand(56, 'start'),
        ],
      },
      { app: 5, cache: [3, true] },
    ],
    [
      'where people stop and start it by hand',
      {
        schedule: stopOnly.replace('every day', '[sun]'),
        timeline: [
          byHand(20, 'stop'),
          sets(35, 'app', { desired: 5 }),
          sets(35, 'cache', { replicas: 3, multiAz: true }),
          byHand(44, 'stop'),
          byHand(56, 'start'),
        ],
      },
      { app: 5, cache: [3, true] },
    ],
  ])('what its owner set by day beats what a stop remembered the evening before, %s', async (_, days, expected) => {
    const { lived, ...found } = await wanted(days);

    expect(found).toEqual(expected);
    expect(lived.violations).toEqual([]);
  });

  it.each<[string, Partial<Days>]>([
    [
      'somebody woke it in the night',
      { to: 33, more: 'whileDown: enforce', timeline: [sets(22, 'app', { desired: 1 })] },
    ],
    ['a stop is repeated', { to: 33, timeline: [byHand(22, 'stop'), byHand(31, 'stop')] }],
    ['the start never got to it and nobody touched it', { timeline: [noStart] }],
    [
      'a reconcile in the night found the environment as it was left',
      { schedule: stopOnly, timeline: [byHand(56, 'start')] },
    ],
  ])('what a stop remembered the evening before stays when %s', async (_, days) => {
    const { lived, app, cache } = await wanted(days);

    expect({ app, cache }).toEqual({ app: 2, cache: [2, true] });
    expect(lived.violations).toEqual([]);
  });
});

describe('failover that a start did not bring back', () => {
  it('failover that a start did not bring back does not become the wish of its owner', async () => {
    const fault = {
      operation: 'elasticache:ModifyReplicationGroup',
      error: 'InvalidParameterCombination',
      untilMs: at(40),
    };
    const { cache } = await wanted({
      timeline: [{ at: at(31), do: 'fault', fault }, sets(36, 'cache', { replicas: 3 })],
    });

    expect(cache).toEqual([3, true]);
  });
});

describe('what cannot run', () => {
  const fed = `  db: { kind: rds-instance, instance: small-db }
  sink: { kind: msk-connector, connector: small-sink, dependsOn: [db] }
  vm: { kind: ec2-instance, instance: i-0123456789abcdef0, dependsOn: [db] }`;

  it.each([
    ['a connector that failed', { sink: { status: 'FAILED' } }, 'stop done'],
    ['a connector that is being deleted', { sink: { status: 'DELETING' } }, 'stop done'],
    ['an instance that was terminated', { vm: { status: 'terminated' } }, 'stop partial'],
  ])('what cannot run keeps nothing up that feeds it: %s', async (_, world, run) => {
    const lived = await live({ resources: fed, world, to: 22 });

    expect(lived.runs).toEqual([run]);
    expect(lived.after.db?.status).toBe('stopped');
    expect(lived.violations).toEqual([]);
  });

  it.each<[what: string, dependant: string, world: ResourceWorld, outcome: string]>([
    ['a service that AWS does not have any more', 'web', { missing: true }, 'refused'],
    ['a service that was deleted', 'web', { desired: 0, deleted: 'INACTIVE' }, 'skipped'],
    ['a database that failed', 'copy', { status: 'failed' }, 'failed'],
    ['a database that is being deleted', 'copy', { status: 'deleting' }, 'failed'],
    ['a cluster that failed', 'lake', { status: 'failed' }, 'failed'],
    ['a warehouse whose hardware failed', 'warehouse', { status: 'hardware-failure' }, 'failed'],
    ['an instance that AWS does not have any more', 'vm', { missing: true }, 'refused'],
  ])('what cannot run keeps nothing up that feeds it, and is named: %s', async (_, dependant, facts, outcome) => {
    const all = `  db: { kind: rds-instance, instance: small-db }
  web: { kind: ecs-service, cluster: small, service: small-web, dependsOn: [db] }
  copy: { kind: rds-instance, instance: small-copy, dependsOn: [db] }
  lake: { kind: aurora-cluster, cluster: small-lake, dependsOn: [db] }
  warehouse: { kind: redshift-cluster, cluster: small-warehouse, dependsOn: [db] }
  vm: { kind: ec2-instance, instance: i-0123456789abcdef0, dependsOn: [db] }`;
    const own = all.split('\n').filter((line) => / (db|NAME):/.test(line.replace(dependant, 'NAME')));
    const lived = await live({ resources: own.join('\n'), world: { [dependant]: facts }, to: 22 });

    expect(lived.entry('stop', dependant)).toMatch(new RegExp(`^${outcome}: `));
    expect(lived.after.db?.status).toBe('stopped');
    expect(lived.violations).toEqual([]);
  });

  it.each<[what: string, facts: ResourceWorld]>([
    ['storage is full', { status: 'storage-full' }],
    ['option group does not fit', { status: 'incompatible-option-group' }],
  ])('what may still run keeps up what feeds it: a database whose %s', async (_, facts) => {
    const two = `  db: { kind: rds-instance, instance: small-db }
  copy: { kind: rds-instance, instance: small-copy, dependsOn: [db] }`;
    const lived = await live({ resources: two, world: { copy: facts }, to: 22 });

    expect(lived.after.db?.status).toBe('available');
  });

  it('what cannot run is not up for a start, and what depends on it waits for a person', async () => {
    const dependant = '  app: { kind: ecs-service, cluster: small, service: small-app, dependsOn: [sink] }';
    const lived = await live({ resources: `${fed}\n${dependant}`, world: { sink: { status: 'FAILED' } } });

    expect(lived.entry('stop', 'sink')).toContain('connector is FAILED: it is not running');
    expect(lived.entry('start', 'sink')).toBe('failed: connector is FAILED; fix it by hand');
    expect(lived.entry('start', 'app')).toContain('blocked: ');
  });
});
