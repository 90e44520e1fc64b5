// What the calls of rds-snapshots.ts are for, and the names of Curfew's own snapshots as IAM matches them.

/** Twelve digits end each name: `shop-db` is not `shop-db-2`. */
export const ownSnapshotPattern = (database: string): string => `curfew-${database}-${'?'.repeat(12)}`;

export const seeSnapshots = 'see whether the snapshot before a stop is made, and which are too old';
export const makeSnapshot = 'make a snapshot before a stop, where the definition says so';
export const deleteSnapshots = 'delete snapshots of its own that are too old';
