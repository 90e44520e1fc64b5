// When AWS backs something up, or maintains it.

/** `text` as AWS writes it, in UTC: `03:00-03:30` of every day, `sun:04:00-sun:04:30` of every week. */
export type Window = { readonly what: 'backup' | 'maintenance'; readonly text: string };

export const window = (what: Window['what'], text: string | undefined): Window[] => (text ? [{ what, text }] : []);

type Database = {
  readonly BackupRetentionPeriod?: number | undefined;
  readonly PreferredBackupWindow?: string | undefined;
  readonly PreferredMaintenanceWindow?: string | undefined;
};

/** Of an instance or a cluster of RDS. With a retention of zero nothing is backed up. */
export const databaseWindows = ({ BackupRetentionPeriod = 1, ...one }: Database): Window[] => [
  ...(BackupRetentionPeriod > 0 ? window('backup', one.PreferredBackupWindow) : []),
  ...window('maintenance', one.PreferredMaintenanceWindow),
];
