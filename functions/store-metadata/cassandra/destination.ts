// Cassandra or Keyspaces, in a file of its own: only the function of this store carries its driver.
import { InputError } from '#core/errors.ts';
import { lambdaCredentials } from '#core/kafka/lambda-credentials.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { cassandraStore } from '#pipeline/stores/cassandra/store.ts';
import type { Store } from '#pipeline/stores/store.ts';
import type { StoreParts } from '../surroundings.ts';

type Written = NonNullable<StoreParts['stores']['cassandra']>;

const placeOf = ({ hosts, datacenter }: Written, region: string) => {
  const contactPoints = [...(hosts ?? [`cassandra.${region}.amazonaws.com`])];
  return { contactPoints, localDataCenter: datacenter ?? region };
};

const loginOf = ({ credentialsSecret }: Written, { region, credentials }: StoreParts) => {
  if (credentialsSecret !== undefined) return () => credentials(credentialsSecret);
  const ofFunction = lambdaCredentials(process.env);
  return async () => ({ region, credentials: await ofFunction(), now: systemRuntime.now });
};

export const cassandra = (parts: StoreParts): Store => {
  const written = parts.stores.cassandra;
  if (!written) throw new InputError('the pipeline has no `stores.cassandra`');
  const { keyspace, table, port } = written;
  const place = placeOf(written, parts.region);
  // Nodes are found by their addresses, and the certificate of each names the first of them.
  const sslOptions = { servername: place.contactPoints[0], rejectUnauthorized: true };
  return cassandraStore({
    names: { keyspace, table },
    connection: { ...place, port, ...(parts.isEncrypted ? { sslOptions } : {}) },
    login: loginOf(written, parts),
    timeoutMs: parts.timeoutMs,
  });
};
