// PostgreSQL, in a file of its own: only the function of this store carries its driver.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '#core/errors.ts';
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { iamToken } from '#pipeline/stores/postgres/iam-token.ts';
import { postgresStore } from '#pipeline/stores/postgres/store.ts';
import type { Store } from '#pipeline/stores/store.ts';
import type { StoreParts } from '../surroundings.ts';

type Written = NonNullable<StoreParts['stores']['postgres']>;

/** RDS's own authorities, which Node does not know, lie beside the code. */
const tlsOf = (folder: string, host: string) => {
  const file = join(folder, 'rds-ca.pem');
  return { servername: host, ...(existsSync(file) ? { ca: readFileSync(file, 'utf8') } : {}) };
};

const loginOf = ({ host, port, user, credentialsSecret }: Written, { region, credentials }: StoreParts) => {
  if (credentialsSecret !== undefined) return () => credentials(credentialsSecret);
  if (user === undefined) throw new InputError('`stores.postgres` has neither `user` nor `credentialsSecret`');
  const login = { host, port, user, region, credentials: lambdaCredentials(process.env) };
  return async () => ({ username: user, password: await iamToken(login) });
};

export const postgres = (parts: StoreParts): Store => {
  const written = parts.stores.postgres;
  if (!written) throw new InputError('the pipeline has no `stores.postgres`');
  const { host, port, database, schema, table } = written;
  return postgresStore({
    names: { schema, table },
    connection: { host, port, database, ssl: parts.isEncrypted && tlsOf(parts.folder, host) },
    login: loginOf(written, parts),
    timeoutMs: parts.timeoutMs,
  });
};
