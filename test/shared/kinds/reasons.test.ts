// Decisions in full: the change that is made, and the reason, which reaches the operator unchanged.
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { towardsAuroraCluster } from '#kinds/aurora-cluster/decide.ts';
import type { AuroraObservation } from '#kinds/aurora-cluster/definition.ts';
import { docdbCluster } from '#kinds/docdb-cluster/kind.ts';
import { ec2Instance } from '#kinds/ec2-instance/kind.ts';
import { towardsCache } from '#kinds/elasticache-replication-group/decide.ts';
import type { CacheObservation } from '#kinds/elasticache-replication-group/definition.ts';
import { towardsGate } from '#kinds/gate.ts';
import type { CacheMemory } from '#kinds/memory.ts';
import { towardsMskConnector } from '#kinds/msk-connector/decide.ts';
import { type Next, withinRun } from '#kinds/next.ts';
import { towardsRdsInstance } from '#kinds/rds-instance/decide.ts';
import type { RdsObservation } from '#kinds/rds-instance/definition.ts';
import type { Facts, StatusKind } from '#kinds/status-kind.ts';
import { cache, named } from '#test/support/definitions.ts';

const ready = (reason: string): Next => ({ kind: 'ready', reason });
const wait = (reason: string): Next => ({ kind: 'wait', reason });
const act = (effect: object, reason: string) => ({ kind: 'act', effects: [effect], reason }) as Next;
const stuck = (status: string): Next => ({
  kind: 'fail',
  reason: `status ${status} needs manual action; nothing was changed`,
  code: status,
});
const keyless = 'inaccessible-encryption-credentials-recoverable';

type Case<Facts> = readonly [action: Action, facts: Facts, next: Next];

describe('of a database instance', () => {
  const seen = (facts: Partial<RdsObservation>): RdsObservation => ({
    kind: 'rds-instance',
    status: 'available',
    engine: 'postgres',
    replicas: [],
    ...facts,
  });
  const refused = (reason: string, code: string): Next => ({ kind: 'refuse', reason, code });
  const cases: readonly Case<Partial<RdsObservation>>[] = [
    ['start', {}, ready('available')],
    ['start', { status: 'backing-up' }, ready('usable while backing-up')],
    ['start', { status: 'stopped' }, act({ do: 'start-instance' }, 'stopped, should be available')],
    ['start', { status: keyless }, act({ do: 'start-instance' }, 'its key was unreachable; trying to start')],
    ['start', { status: 'storage-full' }, stuck('storage-full')],
    ['start', { status: 'starting' }, wait('starting')],
    ['stop', {}, act({ do: 'stop-instance' }, 'available, should be stopped')],
    ['stop', { status: 'stopped' }, ready('stopped')],
    ['stop', { status: keyless }, ready('down, its key is unreachable: fix the key before the next start')],
    ['stop', { status: 'backing-up' }, wait('backing-up; AWS accepts a stop only when available')],
    ['stop', { status: 'failed' }, { ...stuck('failed'), isGone: true } as Next],
    ['stop', { status: 'storage-full' }, stuck('storage-full')],
    [
      'stop',
      { cluster: 'c', engine: 'aurora-mysql' },
      refused('member of Aurora cluster c: stop the cluster instead', 'AURORA_MEMBER'),
    ],
    [
      'stop',
      { cluster: 'c', engine: 'mysql' },
      refused('member of Multi-AZ DB cluster c: RDS cannot stop it', 'MULTI_AZ_CLUSTER'),
    ],
    // Without a cluster an engine by that name is stopped like any other.
    ['stop', { engine: 'aurora-mysql' }, act({ do: 'stop-instance' }, 'available, should be stopped')],
    ['stop', { replicaOf: 'x' }, refused('read replica of x: RDS cannot stop replicas', 'READ_REPLICA')],
    ['stop', { replicas: ['x'] }, refused('source of read replica x: RDS cannot stop it', 'REPLICA_SOURCE')],
    ['stop', { replicas: ['x', 'y'] }, refused('source of read replica x, y: RDS cannot stop it', 'REPLICA_SOURCE')],
  ];

  it.each(cases)('the reason of a database instance to %s with %j', (action, facts, next) => {
    expect(towardsRdsInstance(action, seen(facts))).toEqual(next);
  });
});

describe('of an Aurora cluster', () => {
  const seen = (facts: Partial<AuroraObservation>): AuroraObservation => ({
    kind: 'aurora-cluster',
    status: 'available',
    engine: 'aurora-postgresql',
    engineMode: 'provisioned',
    replicas: [],
    members: [{ instance: 'i-1', status: 'available' }],
    ...facts,
  });
  const refused = (reason: string, code: string): Next => ({ kind: 'refuse', reason, code });
  const two = [
    { instance: 'i-1', status: 'available' },
    { instance: 'i-2', status: 'backing-up' },
  ];
  const global = refused('member of global database g: it cannot be stopped', 'GLOBAL_DATABASE');
  const cases: readonly Case<Partial<AuroraObservation>>[] = [
    ['start', {}, ready('available, all 1 instances usable')],
    ['start', { members: two }, ready('available, all 2 instances usable')],
    ['start', { status: 'backing-up' }, ready('usable while backing-up, all 1 instances usable')],
    ['start', { members: [] }, { kind: 'fail', reason: 'available, but it has no instances', code: 'NO_INSTANCE' }],
    ['start', { members: [], engineMode: 'serverless' }, ready('available')],
    [
      'start',
      { members: [{ instance: 'i-1', status: 'failed' }] },
      { kind: 'fail', reason: 'instance i-1 is failed: fix it in RDS', code: 'failed' },
    ],
    ['start', { status: 'stopped' }, act({ do: 'start-cluster' }, 'stopped, should be available')],
    ['start', { status: keyless }, act({ do: 'start-cluster' }, 'its key was unreachable; trying to start')],
    ['start', { status: 'starting' }, wait('starting')],
    ['start', { status: 'failed' }, stuck('failed')],
    ['stop', {}, act({ do: 'stop-cluster' }, 'available, should be stopped')],
    [
      'stop',
      { engine: 'mysql' },
      refused('a Multi-AZ DB cluster (mysql): RDS can stop only Aurora clusters', 'MULTI_AZ_CLUSTER'),
    ],
    ['stop', { engine: 'docdb' }, refused('engine docdb is not Aurora; Curfew does not change it', 'NOT_AURORA')],
    ['stop', { engine: '' }, refused('engine unknown is not Aurora; Curfew does not change it', 'NOT_AURORA')],
    ['stop', { globalCluster: 'g' }, global],
    ['stop', { replicaOf: 'x' }, refused('read replica of x: it cannot be stopped', 'READ_REPLICA')],
    ['stop', { replicas: ['x', 'y'] }, refused('source of read replica x, y: it cannot be stopped', 'REPLICA_SOURCE')],
    [
      'stop',
      { engineMode: 'serverless' },
      refused('Aurora Serverless v1 cannot be stopped; it pauses automatically', 'SERVERLESS_V1'),
    ],
    ['stop', { engineMode: 'multimaster' }, refused('Aurora multi-master clusters cannot be stopped', 'MULTI_MASTER')],
    ['stop', { engineMode: 'global' }, refused('members of a global database cannot be stopped', 'GLOBAL_DATABASE')],
  ];

  it.each(cases)('the reason of an Aurora cluster to %s with %j', (action, facts, next) => {
    expect(towardsAuroraCluster(action, seen(facts))).toEqual(next);
  });
});

const notRunning = (status: string): Next => ({
  kind: 'ready',
  reason: `connector is ${status}: it is not running, nothing to pause`,
  warning: `connector is ${status}; fix it by hand before it can run again`,
});

describe('of a connector', () => {
  const cases: readonly Case<string>[] = [
    ['start', 'RUNNING', ready('running')],
    ['start', 'PAUSED', act({ do: 'resume-connector', arn: 'arn' }, 'paused, should be running')],
    ['start', 'CREATING', wait('CREATING')],
    ['start', 'FAILED', { kind: 'fail', reason: 'connector is FAILED; fix it by hand', code: 'FAILED' }],
    ['stop', 'PAUSED', ready('paused')],
    ['stop', 'RUNNING', act({ do: 'pause-connector', arn: 'arn' }, 'running, should be paused')],
    ['stop', 'UPDATING', wait('UPDATING')],
    ['stop', 'FAILED', notRunning('FAILED')],
    ['stop', 'DELETING', notRunning('DELETING')],
  ];

  it.each(cases)('the reason of a connector to %s while %s', (action, status, next) => {
    expect(towardsMskConnector(action, { kind: 'msk-connector', status, arn: 'arn' })).toEqual(next);
  });
});

describe('of a cache that shrinks', () => {
  const seen = (facts: Partial<CacheObservation>): CacheObservation => ({
    kind: 'elasticache-replication-group',
    status: 'available',
    replicas: 2,
    multiAz: false,
    automaticFailover: 'disabled',
    clusterMode: false,
    ...facts,
  });
  const memory: CacheMemory = {
    kind: 'elasticache-replication-group',
    resource: named('sessions'),
    replicas: 2,
    multiAz: true,
    automaticFailover: true,
    run: 'stop-1',
  };
  const serving = <N extends Next>(next: N) => ({ ...next, serves: true }) as Next;
  const failover = (on: boolean) => ({ do: 'set-failover', multiAz: on, automaticFailover: on });
  const down = { do: 'remove-replicas', replicas: 0 };
  const cases: readonly Case<Partial<CacheObservation>>[] = [
    ['stop', { replicas: 1 }, act(down, '1 replica, should be none')],
    ['stop', {}, act(down, '2 replicas, should be none')],
    [
      'stop',
      { automaticFailover: 'enabled' },
      act(failover(false), 'has automatic failover, which must be off before replicas are removed'),
    ],
    ['stop', { status: 'modifying' }, wait('modifying; AWS accepts a change only when available')],
    ['stop', { automaticFailover: 'enabling' }, wait('failover enabling; AWS accepts a change only when available')],
    ['stop', { status: 'deleting' }, { ...stuck('deleting'), isGone: true } as Next],
    ['stop', { replicas: 0 }, ready('shrunk to its primary')],
    ['start', { replicas: 0 }, serving(act({ do: 'add-replicas', replicas: 2 }, '0 replicas, 2 remembered'))],
    ['start', { replicas: 1 }, serving(act({ do: 'add-replicas', replicas: 2 }, '1 replica, 2 remembered'))],
    ['start', {}, serving(act(failover(true), 'replicas restored, failover not yet'))],
    ['start', { status: 'modifying' }, serving(wait('modifying, still serving'))],
    ['start', { automaticFailover: 'enabling' }, serving(wait('failover enabling, still serving'))],
    [
      'start',
      { multiAz: true, automaticFailover: 'enabled' },
      { ...serving(act({ do: 'forget', capturedBy: 'stop-1' }, 'restored, 2 replicas')), final: true } as Next,
    ],
  ];

  it.each(cases)('the reason of a cache that shrinks to %s with %j', (action, facts, next) => {
    expect(towardsCache(action, cache('sessions', { whenStopped: 'shrink' }), seen(facts), memory)).toEqual(next);
  });
});

describe('of a gate', () => {
  const kafka = (status: string) => ({ kind: 'msk-cluster', status }) as const;

  it.each<[action: Action, status: string, next: Next]>([
    ['stop', 'FAILED', ready('a gate, unchanged (FAILED)')],
    ['start', 'ACTIVE', ready('a gate: ACTIVE, can serve')],
    ['start', 'FAILED', { kind: 'fail', reason: 'status FAILED needs manual action', code: 'FAILED' }],
    ['start', 'CREATING', wait('a gate: CREATING, cannot serve yet')],
  ])('the reason of a gate to %s while %s', (action, status, next) => {
    expect(towardsGate(action, kafka(status))).toEqual(next);
  });
});

describe('what AWS never stops', () => {
  it.each<[kind: Pick<StatusKind, 'cannotStop'>, facts: Facts, refusal: object | undefined]>([
    [docdbCluster, {}, undefined],
    [docdbCluster, { engine: 'docdb' }, undefined],
    [docdbCluster, { engine: 'neptune' }, { reason: 'engine neptune is not DocumentDB', code: 'NOT_DOCUMENTDB' }],
    [
      docdbCluster,
      { engine: 'docdb', globalCluster: 'g' },
      { reason: 'member of global cluster g: it cannot be stopped', code: 'GLOBAL_CLUSTER' },
    ],
    [ec2Instance, { rootDevice: 'ebs', lifecycle: 'spot', persistentSpot: true }, undefined],
    [
      ec2Instance,
      { autoScalingGroup: 'web' },
      { reason: 'belongs to Auto Scaling group web, which would replace it', code: 'IN_AUTO_SCALING_GROUP' },
    ],
    [
      ec2Instance,
      { rootDevice: 'instance-store' },
      { reason: 'its root device is an instance store: EC2 cannot stop it', code: 'INSTANCE_STORE' },
    ],
    [
      ec2Instance,
      { lifecycle: 'spot' },
      { reason: 'its spot request is one-time: EC2 cannot stop it', code: 'SPOT_ONE_TIME' },
    ],
  ])('what AWS never stops is refused with its reason: %#', ({ cannotStop }, facts, refusal) => {
    expect(cannotStop?.(facts)).toEqual(refusal);
  });
});

describe('to a run that began at 700', () => {
  const fail = (since?: number): Next => ({
    kind: 'fail',
    reason: 'r',
    code: 'X',
    ...(since === undefined ? {} : { since }),
  });

  it.each<[next: Next, becomes: Next]>([
    [fail(), fail()],
    [fail(699), wait('r')],
    [fail(700), fail(700)],
    [ready('r'), ready('r')],
    [wait('r'), wait('r')],
  ])('a reason of a run that began at 700: %j is %j', (next, becomes) => {
    expect(withinRun(next, { startedAt: 700, nowMs: 800 })).toEqual(becomes);
  });
});
