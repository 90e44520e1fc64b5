// A snapshot before a stop: what the stop does next, and which snapshots are Curfew's own.
import { describe, expect, it } from 'vitest';
import { towardsAuroraCluster } from '#kinds/aurora-cluster/decide.ts';
import { type OwnSnapshot, snapshotBeforeStop } from '#kinds/databases/snapshot-fields.ts';
import { isOwnSnapshot, snapshotName } from '#kinds/databases/snapshots.ts';
import { towardsRdsInstance } from '#kinds/rds-instance/decide.ts';

const run = 'shop-stop-20261130T200012Z-1a2b3c4d';
const database = { kind: 'rds-instance', status: 'available', engine: 'postgres', replicas: [] } as const;
const cluster = {
  ...database,
  kind: 'aurora-cluster',
  engine: 'aurora-postgresql',
  engineMode: 'provisioned',
  members: [],
} as const;

const made = (minute: string, status = 'available'): OwnSnapshot => ({ id: `curfew-db-${minute}`, status });
const [older, old, ours] = [made('202611282000'), made('202611292000'), made('202611302000')];

type Case = {
  readonly snapshots?: readonly OwnSnapshot[];
  readonly ifFailed?: 'continue' | 'keep-up';
  readonly begun?: false;
};

const next = ({ snapshots = [], ifFailed = 'continue', begun }: Case) => {
  const stopping = { policy: { keep: 2, ifFailed }, ...(begun === false ? {} : { run }) };
  return [
    towardsRdsInstance('stop', { ...database, snapshots }, stopping),
    towardsAuroraCluster('stop', { ...cluster, snapshots }, stopping),
  ];
};

const stopping = (more: object = {}) => [
  { kind: 'act', effects: [{ do: 'stop-instance', ...more }], reason: 'available, should be stopped' },
  { kind: 'act', effects: [{ do: 'stop-cluster', ...more }], reason: 'available, should be stopped' },
];
const both = (one: object) => [one, one];

describe('a stop of a database that wants a snapshot', () => {
  it.each([
    [
      'makes one first',
      {},
      both({
        kind: 'act',
        effects: [{ do: 'snapshot', ifFailed: 'continue' }],
        reason: 'available, a snapshot comes first',
      }),
    ],
    [
      'takes none of an earlier stop for it',
      { snapshots: [old] },
      both({
        kind: 'act',
        effects: [{ do: 'snapshot', ifFailed: 'continue' }],
        reason: 'available, a snapshot comes first',
      }),
    ],
    [
      'takes none from before it has begun',
      { snapshots: [ours], begun: false },
      both({
        kind: 'act',
        effects: [{ do: 'snapshot', ifFailed: 'continue' }],
        reason: 'available, a snapshot comes first',
      }),
    ],
    [
      'waits for it',
      { snapshots: [made('202611302001', 'creating'), old] },
      both({ kind: 'wait', reason: 'its snapshot curfew-db-202611302001 is creating' }),
    ],
    ['stops once it is made', { snapshots: [ours] }, stopping()],
    ['keeps as many as it is to', { snapshots: [old, ours] }, stopping()],
    [
      'deletes what is older, and what failed',
      { snapshots: [older, old, ours, made('202611272000', 'failed')] },
      stopping({ deleting: [older.id, 'curfew-db-202611272000'] }),
    ],
    [
      'stops although it failed, and says so',
      { snapshots: [made('202611302000', 'failed'), old] },
      stopping({ failed: ours.id }),
    ],
    [
      'stays up where it failed and the definition says so',
      { snapshots: [made('202611302000', 'failed')], ifFailed: 'keep-up' },
      both({
        kind: 'fail',
        reason: 'its snapshot curfew-db-202611302000 failed: it stays up, as the definition says',
        code: 'SNAPSHOT_FAILED',
      }),
    ],
  ] as const)('%s', (_, known, expected) => {
    expect(next(known as Case)).toEqual(expected);
  });

  it.each(['stopped', 'stopping', 'backing-up', 'failed'])('makes none of one that is %s', (status) => {
    const wanting = { policy: { keep: 2, ifFailed: 'continue' }, run } as const;

    expect(towardsRdsInstance('stop', { ...database, status }, wanting)).toEqual(
      towardsRdsInstance('stop', { ...database, status }),
    );
  });
});

describe('a snapshot of Curfew', () => {
  it('a snapshot of Curfew is called after its database and the minute, in UTC', () => {
    expect(snapshotName('shop-db', new Date('2026-11-30T20:00:59-03:00'))).toBe('curfew-shop-db-202611302300');
  });

  it.each([
    ['curfew-shop-db-202611302300', true],
    ['curfew-shop-db-2-202611302300', false],
    ['curfew-shop-db-final', false],
    ['shop-db-202611302300', false],
    ['curfew-shop-202611302300', false],
  ])('a snapshot of Curfew of shop-db is %s: %s', (id, isOwn) => {
    expect(isOwnSnapshot(id, 'shop-db')).toBe(isOwn);
  });

  it('`true` keeps three, and lets the stop go on without one', () => {
    expect(snapshotBeforeStop.parse(true)).toEqual({ keep: 3, ifFailed: 'continue' });
    expect(snapshotBeforeStop.parse({ keep: 7 })).toEqual({ keep: 7, ifFailed: 'continue' });
    for (const wrong of [false, { keep: 0 }, { keep: 51 }, { ifFailed: 'wait' }, { other: 1 }])
      expect(snapshotBeforeStop.safeParse(wrong).success).toBe(false);
  });
});
