// What keeps the data of an environment.
import type { Database } from '../core-names.ts';

export type DatabaseConfig = {
  readonly instanceClass: string;
  readonly storageGib: number;
  readonly multiAz: boolean;
  /** Once the environment is established. */
  readonly deletionProtection: boolean;
  readonly backupDays: number;
  /**
   * `static`: a secret that nothing changes, for a service that reads its password once and keeps it. `managed`: RDS keeps the
   * password in a secret of its own and changes it every seven days, for a service that reads it at every connection.
   * `capturing`: still managed, with our secret beside it, so that `npm run capture-password` can put the current password there
   * before the switch to `static`.
   */
  readonly masterPassword: 'static' | 'managed' | 'capturing';
};

export type CacheConfig = { readonly nodeType: string };

export type DataConfig = {
  readonly databases: Readonly<Record<Database, DatabaseConfig>>;
  readonly cache: CacheConfig;
};
