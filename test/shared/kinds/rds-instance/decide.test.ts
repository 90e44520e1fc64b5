import { describe, expect, it } from 'vitest';
import { towardsRdsInstance } from '#kinds/rds-instance/decide.ts';
import type { RdsObservation } from '#kinds/rds-instance/definition.ts';

const seen = (facts: Partial<RdsObservation> = {}): RdsObservation => ({
  kind: 'rds-instance',
  status: 'available',
  engine: 'postgres',
  replicas: [],
  ...facts,
});

describe('on start, a database that is', () => {
  it.each([
    ['available', 'ready'],
    ['backing-up', 'ready'],
    ['configuring-enhanced-monitoring', 'wait'],
    ['configuring-iam-database-auth', 'wait'],
    ['storage-optimization', 'ready'],
    ['stopped', 'act'],
    ['inaccessible-encryption-credentials-recoverable', 'act'],
    ['starting', 'wait'],
    ['stopping', 'wait'],
    ['modifying', 'wait'],
    ['maintenance', 'wait'],
    ['rebooting', 'wait'],
    ['a status of tomorrow', 'wait'],
    ['failed', 'fail'],
    ['storage-full', 'fail'],
    ['incompatible-parameters', 'fail'],
    ['incompatible-network', 'fail'],
    ['insufficient-capacity', 'fail'],
    ['inaccessible-encryption-credentials', 'fail'],
    ['deleting', 'fail'],
  ] as const)('a start of a database that is %s: %s', (status, kind) => {
    expect(towardsRdsInstance('start', seen({ status })).kind).toBe(kind);
  });
});

describe('on stop, a database that is', () => {
  it.each([
    ['stopped', 'ready'],
    ['inaccessible-encryption-credentials-recoverable', 'ready'],
    ['available', 'act'],
    ['backing-up', 'wait'],
    ['maintenance', 'wait'],
    ['storage-optimization', 'wait'],
    ['starting', 'wait'],
    ['stopping', 'wait'],
    ['a status of tomorrow', 'wait'],
    ['storage-full', 'fail'],
    ['failed', 'fail'],
  ] as const)('a stop of a database that is %s: %s', (status, kind) => {
    expect(towardsRdsInstance('stop', seen({ status })).kind).toBe(kind);
  });
});

describe('a database that AWS can never stop', () => {
  it.each([
    [{ replicaOf: 'primary' }, 'READ_REPLICA'],
    [{ replicas: ['replica-1'] }, 'REPLICA_SOURCE'],
    [{ cluster: 'c', engine: 'aurora-postgresql' }, 'AURORA_MEMBER'],
    [{ cluster: 'c', engine: 'postgres' }, 'MULTI_AZ_CLUSTER'],
    [{ engine: 'sqlserver-se', multiAz: true }, 'SQL_SERVER_MULTI_AZ'],
    [{ engine: 'custom-sqlserver-ee' }, 'RDS_CUSTOM'],
    [{ blueGreen: 'upgrade' }, 'BLUE_GREEN'],
  ] as const)('a database that AWS can never stop is refused on stop: %j is %s', (facts, code) => {
    expect(towardsRdsInstance('stop', seen(facts))).toMatchObject({ kind: 'refuse', code });
  });

  it.each([{ engine: 'sqlserver-se' }, { multiAz: true }])(
    'a database that AWS can never stop is none of those next to it: %j',
    (facts) => {
      expect(towardsRdsInstance('stop', seen(facts as Partial<RdsObservation>)).kind).toBe('act');
    },
  );

  it.each(['stopped', 'inaccessible-encryption-credentials-recoverable'])(
    'a database that AWS can never stop need not be stopped when it is %s',
    (status) => {
      expect(towardsRdsInstance('stop', seen({ status, replicas: ['replica-1'] })).kind).toBe('ready');
    },
  );

  it.each([{ replicaOf: 'primary' }, { replicas: ['replica-1'] }, { blueGreen: 'upgrade' }])(
    'a database that AWS can never stop is fine on start: %j',
    (facts) => {
      expect(towardsRdsInstance('start', seen(facts)).kind).toBe('ready');
    },
  );
});

it('a database is asked to start or to stop, and nothing else', () => {
  expect(towardsRdsInstance('start', seen({ status: 'stopped' }))).toMatchObject({
    effects: [{ do: 'start-instance' }],
  });
  expect(towardsRdsInstance('stop', seen())).toMatchObject({ effects: [{ do: 'stop-instance' }] });
});
