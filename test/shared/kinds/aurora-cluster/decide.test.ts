import { describe, expect, it } from 'vitest';
import { towardsAuroraCluster } from '#kinds/aurora-cluster/decide.ts';
import type { AuroraObservation } from '#kinds/aurora-cluster/definition.ts';

const membersAs = (...statuses: readonly string[]): AuroraObservation['members'] =>
  statuses.map((status, index) => ({ instance: `ledger-${index + 1}`, status }));

const seen = (facts: Partial<AuroraObservation> = {}): AuroraObservation => ({
  kind: 'aurora-cluster',
  status: 'available',
  engine: 'aurora-postgresql',
  engineMode: 'provisioned',
  replicas: [],
  members: membersAs('available', 'available'),
  ...facts,
});

describe('on start, a cluster that is', () => {
  it.each([
    ['available', 'ready'],
    ['backing-up', 'ready'],
    ['update-iam-db-auth', 'ready'],
    ['stopped', 'act'],
    ['inaccessible-encryption-credentials-recoverable', 'act'],
    ['starting', 'wait'],
    ['stopping', 'wait'],
    ['backtracking', 'wait'],
    ['creating', 'wait'],
    ['failing-over', 'wait'],
    ['maintenance', 'wait'],
    ['migrating', 'wait'],
    ['modifying', 'wait'],
    ['promoting', 'wait'],
    ['renaming', 'wait'],
    ['resetting-master-credentials', 'wait'],
    ['upgrading', 'wait'],
    ['a status of tomorrow', 'wait'],
    ['cloning-failed', 'fail'],
    ['deleting', 'fail'],
    ['failed', 'fail'],
    ['inaccessible-encryption-credentials', 'fail'],
    ['migration-failed', 'fail'],
  ] as const)('a start of an Aurora cluster that is %s: %s', (status, kind) => {
    expect(towardsAuroraCluster('start', seen({ status })).kind).toBe(kind);
  });
});

describe('on start, an available cluster whose instances are', () => {
  it.each([
    [['available', 'available'], 'ready'],
    [['available', 'backing-up'], 'ready'],
    [['available', 'backing-up'], 'ready'],
    [['available', 'configuring-enhanced-monitoring'], 'wait'],
    [['available', 'deleting'], 'ready'],
    [['available', 'starting'], 'wait'],
    [['starting', 'available'], 'wait'],
    [['available', 'creating'], 'wait'],
    [['available', 'rebooting'], 'wait'],
    [['available', 'stopped'], 'wait'],
    [['available', 'a status of tomorrow'], 'wait'],
    [['available', 'failed'], 'fail'],
    [['incompatible-parameters', 'starting'], 'fail'],
    [['deleting'], 'fail'],
    [[], 'fail'],
  ] as const)('a start of an available Aurora cluster with instances %j: %s', (statuses, kind) => {
    expect(towardsAuroraCluster('start', seen({ members: membersAs(...statuses) })).kind).toBe(kind);
  });

  it('a start names the instances of an Aurora cluster that lag behind', () => {
    const lagging = seen({ members: membersAs('available', 'starting', 'rebooting') });

    expect(towardsAuroraCluster('start', lagging)).toEqual({
      kind: 'wait',
      reason: 'available, but ledger-2 is starting, ledger-3 is rebooting',
    });
  });

  it('broken instances of an Aurora cluster are named, with the status as the code', () => {
    const broken = seen({ members: membersAs('available', 'storage-full') });

    expect(towardsAuroraCluster('start', broken)).toMatchObject({
      kind: 'fail',
      reason: expect.stringContaining('ledger-2'),
      code: 'storage-full',
    });
  });
});

it('a start tells how many instances of an Aurora cluster are usable, also where it is one', () => {
  const reasonOf = (...statuses: readonly string[]) =>
    towardsAuroraCluster('start', seen({ members: membersAs(...statuses) })).reason;

  expect(reasonOf('available')).toBe('available, all 1 instances usable');
  expect(reasonOf('available', 'available')).toBe('available, all 2 instances usable');
});

it('a start takes an available cluster of Serverless v1, which has no instances, for ready', () => {
  const serverless = seen({ engineMode: 'serverless', members: [] });

  expect(towardsAuroraCluster('start', serverless)).toEqual({ kind: 'ready', reason: 'available' });
});

describe('on stop, a cluster that is', () => {
  it.each([
    ['stopped', 'ready'],
    ['inaccessible-encryption-credentials-recoverable', 'ready'],
    ['available', 'act'],
    ['backing-up', 'wait'],
    ['update-iam-db-auth', 'wait'],
    ['failing-over', 'wait'],
    ['maintenance', 'wait'],
    ['starting', 'wait'],
    ['stopping', 'wait'],
    ['a status of tomorrow', 'wait'],
    ['cloning-failed', 'fail'],
    ['failed', 'fail'],
    ['inaccessible-encryption-credentials', 'fail'],
  ] as const)('a stop of an Aurora cluster that is %s: %s', (status, kind) => {
    expect(towardsAuroraCluster('stop', seen({ status })).kind).toBe(kind);
  });
});

describe('a cluster that AWS can never stop', () => {
  const cases = [
    [{ engine: 'postgres' }, 'MULTI_AZ_CLUSTER'],
    [{ engine: 'mysql' }, 'MULTI_AZ_CLUSTER'],
    [{ engine: 'docdb' }, 'NOT_AURORA'],
    [{ engine: 'neptune' }, 'NOT_AURORA'],
    [{ engine: '' }, 'NOT_AURORA'],
    [{ globalCluster: 'world' }, 'GLOBAL_DATABASE'],
    [{ blueGreen: 'upgrade' }, 'BLUE_GREEN'],
    [{ engineMode: 'global' }, 'GLOBAL_DATABASE'],
    [{ replicaOf: 'ledger-east' }, 'READ_REPLICA'],
    [{ replicas: ['ledger-west'] }, 'REPLICA_SOURCE'],
    [{ engineMode: 'serverless' }, 'SERVERLESS_V1'],
    [{ engineMode: 'multimaster' }, 'MULTI_MASTER'],
  ] as const;

  it.each(cases)(
    'a cluster that AWS can never stop is refused on stop, whatever its status while it is not down: %j is %s',
    (facts, code) => {
      for (const status of ['available', 'modifying', 'failed'])
        expect(towardsAuroraCluster('stop', seen({ ...facts, status }))).toMatchObject({ kind: 'refuse', code });
    },
  );

  it.each(cases)('a cluster that AWS can never stop need not be stopped when it is down: %j', (facts) => {
    expect(towardsAuroraCluster('stop', seen({ ...facts, status: 'stopped' })).kind).toBe('ready');
  });

  it.each(cases)('a cluster that AWS can never stop is fine on start: %j', (facts) => {
    expect(towardsAuroraCluster('start', seen(facts)).kind).toBe('ready');
  });

  it.each(['aurora', 'aurora-mysql', 'aurora-postgresql'])(
    'a cluster that AWS can never stop is not one of engine %s',
    (engine) => {
      expect(towardsAuroraCluster('stop', seen({ engine })).kind).toBe('act');
    },
  );

  it.each(['provisioned', 'parallelquery'])('a cluster that AWS can never stop is not one of mode %s', (engineMode) => {
    expect(towardsAuroraCluster('stop', seen({ engineMode })).kind).toBe('act');
  });
});

it('an Aurora cluster is asked to start or to stop, and nothing else', () => {
  expect(towardsAuroraCluster('start', seen({ status: 'stopped' }))).toMatchObject({
    effects: [{ do: 'start-cluster' }],
  });
  expect(towardsAuroraCluster('stop', seen())).toMatchObject({ effects: [{ do: 'stop-cluster' }] });
});
