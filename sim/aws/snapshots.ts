// Manual snapshots of simulated RDS, of instances and of clusters: made, listed and deleted, up to the quota of a region.
import { errorOf } from '#sim/faults.ts';
import { minutes, seconds, type World } from './simulated-service.ts';

/** How snapshots go wrong: none more fit, or one begins and fails. */
type SnapshotWorld = { readonly snapshots?: 'work' | 'over-quota' | 'fail' | undefined };

type Names = {
  /** `DBSnapshot`, `DBClusterSnapshot`. */
  readonly one: string;
  readonly database: string;
};

const names: Readonly<Record<'instance' | 'cluster', Names>> = {
  instance: { one: 'DBSnapshot', database: 'DBInstanceIdentifier' },
  cluster: { one: 'DBClusterSnapshot', database: 'DBClusterIdentifier' },
};

type Snapshot = { readonly id: string; readonly database: string; readonly at: number; status: string };

type Snapshotted = {
  readonly name: string;
  readonly facts: SnapshotWorld;
  readonly status: string;
  /** Its status while the snapshot is made, and afterwards. */
  readonly show: (status: string) => void;
};

const quota = 100;

type Input = Readonly<Record<string, string | undefined>>;

export const simulatedSnapshots = (
  of: 'instance' | 'cluster',
  find: (database: string) => Snapshotted,
  { clock, chance }: World,
) => {
  const { one, database: databaseField } = names[of];
  const idField = `${one}Identifier`;
  const all = new Map<string, Snapshot>();
  /** Also of those that are deleted. */
  const databases = new Map<string, string>();

  const shown = ({ id, database, at, status }: Snapshot) => ({
    [idField]: id,
    [databaseField]: database,
    Status: status,
    SnapshotType: 'manual',
    SnapshotCreateTime: new Date(at),
  });

  /** A snapshot outlives its database. */
  const present = (database: string): Snapshotted | undefined => {
    try {
      return find(database);
    } catch {
      return undefined;
    }
  };

  const create = (id: string, database: string): Snapshot => {
    const target = find(database);
    if (all.has(id)) throw errorOf(`${one}AlreadyExists`, `Cannot create the snapshot because ${id} already exists.`);
    if (target.status !== 'available')
      throw errorOf(
        of === 'instance' ? 'InvalidDBInstanceState' : 'InvalidDBClusterStateFault',
        `${database} is not available.`,
      );
    if (target.facts.snapshots === 'over-quota' || all.size >= quota)
      throw errorOf('SnapshotQuotaExceeded', `Cannot create more than ${quota} manual snapshots.`);
    const snapshot: Snapshot = { id, database, at: clock.nowMs(), status: 'creating' };
    all.set(id, snapshot);
    databases.set(id, database);
    // Only an instance says that it is at it.
    if (of === 'instance') target.show('backing-up');
    const takesMs = seconds(chance.integer(`${target.name} snapshot`, 60, 360));
    clock.at(clock.nowMs() + Math.min(takesMs, minutes(6)), () => {
      const of = present(database);
      snapshot.status = of?.facts.snapshots === 'fail' ? 'failed' : 'available';
      if (of?.status === 'backing-up') of.show('available');
    });
    return snapshot;
  };

  return {
    /** Nothing for other operations. */
    handle(operation: string, input: Input): object | undefined {
      const id = input[idField] ?? '';
      switch (operation) {
        case `Create${one}`:
          return { [one]: shown(create(id, input[databaseField] ?? '')) };
        case `Describe${one}s`: {
          const database = input[databaseField];
          const found = [...all.values()].filter((each) => database === undefined || each.database === database);
          return { [`${one}s`]: found.map(shown) };
        }
        case `Delete${one}`: {
          const found = all.get(id);
          if (!found) throw errorOf(`${one}NotFound`, `${id} not found.`);
          all.delete(id);
          return { [one]: shown(found) };
        }
        default:
          return undefined;
      }
    },
    databaseOf: (input: Input): string | undefined => databases.get(input[idField] ?? ''),
  };
};
