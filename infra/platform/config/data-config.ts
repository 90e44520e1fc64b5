// What keeps the data of an environment.
import type { Database } from '../core-names.ts';

export type DatabaseConfig = {
  readonly instanceClass: string;
  readonly storageGib: number;
  readonly multiAz: boolean;
  readonly deletionProtection: boolean;
  readonly backupDays: number;
  /**
   * `managed`: RDS keeps the password in a secret of its own and changes it every seven days. `static`: a secret of ours that
   * nothing changes, for a service that reads its password once and keeps it.
   */
  readonly masterPassword: 'managed' | 'static';
};

export type CacheConfig = { readonly nodeType: string };

export type DataConfig = {
  readonly databases: Readonly<Record<Database, DatabaseConfig>>;
  readonly cache: CacheConfig;
};
