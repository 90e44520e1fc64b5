import type { WrittenStores } from '../../file/stores.ts';
import type { PostgresNames } from './sql.ts';

export const postgresNamesOf = (written: NonNullable<WrittenStores['postgres']>): PostgresNames => {
  const { schema, table, publication, user, resourceId } = written;
  return { schema, table, publication, byIam: resourceId !== undefined, ...(user === undefined ? {} : { user }) };
};
