// Evenings of databases that want a snapshot before they are stopped.
import { describe, expect, it } from 'vitest';
import { at, type Days, live } from './small-days.ts';

const days = (fields: string, more: Partial<Days> = {}): Days => ({
  resources: `  db: { kind: rds-instance, instance: small-db, snapshotBeforeStop: ${fields} }
  graph: { kind: aurora-cluster, cluster: small-aurora, snapshotBeforeStop: ${fields} }`,
  ...more,
});

const callsOf = ({ lines }: Awaited<ReturnType<typeof live>>, of: RegExp): string[] =>
  lines.flatMap(({ event }) =>
    event.type === 'call' && of.test(event.operation)
      ? [`${event.operation.slice('rds:'.length)}${event.error ? ` ${event.error}` : ''}`]
      : [],
  );
const changes = /^rds:(Create|Delete|Stop)/;
const stopOf = ({ reports }: Awaited<ReturnType<typeof live>>) => reports.find(({ action }) => action === 'stop');

describe('a database that wants a snapshot before its stop', () => {
  it('a database that wants a snapshot is stopped once it is made, and what is older than it is to keep is deleted', async () => {
    const lived = await live(days('{ keep: 1 }', { to: 24 * 2 + 22 }));

    expect(lived.violations).toEqual([]);
    expect(lived.reports.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done', 'done', 'done']);
    expect(callsOf(lived, changes).filter((call) => !call.includes('Cluster'))).toEqual([
      ...['CreateDBSnapshot', 'StopDBInstance'],
      ...['CreateDBSnapshot', 'StopDBInstance', 'DeleteDBSnapshot'],
      ...['CreateDBSnapshot', 'StopDBInstance', 'DeleteDBSnapshot'],
    ]);
    expect(callsOf(lived, changes).filter((call) => call.includes('Cluster'))).toHaveLength(8);
  });

  it('a database that wants a snapshot is stopped without one where AWS makes none, and the report says so', async () => {
    const world = { db: { snapshots: 'over-quota' }, graph: { snapshots: 'fail' } } as const;
    const lived = await live(days('true', { world }));

    expect(lived.violations).toEqual([]);
    expect(stopOf(lived)).toMatchObject({ outcome: 'done' });
    expect(stopOf(lived)?.warnings).toEqual([
      expect.stringMatching(/^db: stopped without a snapshot \(snapshot small-db: SnapshotQuotaExceeded: /),
      expect.stringMatching(/^graph: stopped although its snapshot curfew-small-aurora-\d{12} failed$/),
    ]);
  });

  it('a database that wants a snapshot stays up without one where the definition says so', async () => {
    const world = { db: { snapshots: 'over-quota' }, graph: { snapshots: 'fail' } } as const;
    const lived = await live(days('{ ifFailed: keep-up }', { world, to: 23 }));

    expect(stopOf(lived)?.resources).toMatchObject([
      { resource: 'db', outcome: 'failed', errorCode: 'SnapshotQuotaExceeded' },
      { resource: 'graph', outcome: 'failed', errorCode: 'SNAPSHOT_FAILED' },
    ]);
    expect(callsOf(lived, /^rds:Stop/)).toEqual([]);
    expect(lived.violations).toEqual([]);
  });

  it.each([10, 12, 14])(
    'a database that wants a snapshot is stopped after one, although the run dies after %i calls',
    async (afterCalls) => {
      const timeline = [{ at: at(19.9), do: 'crash', function: 'stop', afterCalls }] as const;
      const lived = await live(days('true', { timeline, to: 23 }));

      expect(lived.violations).toEqual([]);
      expect([lived.after.db?.status, lived.after.graph?.status]).toEqual(['stopped', 'stopped']);
    },
  );

  it.each(['docdb-cluster', 'neptune-cluster'])(
    'a %s that wants a snapshot is stopped once it is made, and keeps as many as it is to',
    async (kind) => {
      const resources = `  db: { kind: ${kind}, cluster: small-docs, snapshotBeforeStop: { keep: 1 } }`;
      const lived = await live({ resources, to: 24 * 2 + 22 });

      expect(lived.violations).toEqual([]);
      expect(callsOf(lived, changes)).toEqual([
        ...['CreateDBClusterSnapshot', 'StopDBCluster'],
        ...['CreateDBClusterSnapshot', 'StopDBCluster', 'DeleteDBClusterSnapshot'],
        ...['CreateDBClusterSnapshot', 'StopDBCluster', 'DeleteDBClusterSnapshot'],
      ]);
    },
  );

  it.each([
    ['over-quota', 'continue', 'stopped without a snapshot (snapshot small-docs: SnapshotQuotaExceeded', 'stopped'],
    ['fail', 'continue', 'stopped although its snapshot curfew-small-docs-', 'stopped'],
    ['fail', 'keep-up', undefined, 'available'],
  ] as const)(
    'a DocumentDB cluster whose snapshots are %s goes on as the definition says: %s',
    async (snapshots, ifFailed, warning, status) => {
      const resources = `  db: { kind: docdb-cluster, cluster: small-docs, snapshotBeforeStop: { ifFailed: ${ifFailed} } }`;
      const lived = await live({ resources, world: { db: { snapshots } }, to: 23 });

      expect(lived.violations).toEqual([]);
      expect(lived.after.db?.status).toBe(status);
      expect(stopOf(lived)?.warnings.join()).toContain(warning ?? '');
    },
  );
});
