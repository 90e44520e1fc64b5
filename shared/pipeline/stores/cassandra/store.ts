// Cassandra or Keyspaces as a store. Connects at the first entities of a batch, and disconnects after it: a process may be frozen between two.
import { auth, Client, type ClientOptions, concurrent, types } from 'cassandra-driver';
import type { Credentials } from '#core/kafka/msk-token.ts';
import type { Entity } from '../entity.ts';
import type { Store } from '../store.ts';
import { type CassandraNames, insertCql } from './cql.ts';
import { meaningOfCassandra, refusalOf, refusedName } from './meaning.ts';
import { nonceIn, signedNonce } from './sigv4.ts';

type Login =
  | { readonly username: string; readonly password: string }
  /** By SigV4, at Keyspaces. */
  | { readonly region: string; readonly credentials: Credentials; readonly now: () => Date };

type CassandraSettings = {
  readonly names: CassandraNames;
  readonly connection: Required<Pick<ClientOptions, 'contactPoints' | 'localDataCenter'>> &
    Pick<ClientOptions, 'sslOptions'> & { readonly port: number };
  /** Asked at each connection. */
  readonly login: () => Promise<Login>;
  readonly timeoutMs: number;
};

/** The driver asks whether it is one of its own. */
class SigV4Provider extends auth.PlainTextAuthProvider {
  readonly #sign: (nonce: string) => string;

  constructor(sign: (nonce: string) => string) {
    super('', '');
    this.#sign = sign;
  }

  override newAuthenticator(): auth.Authenticator {
    return {
      initialResponse: (done) => void done(null, Buffer.from('SigV4\0\0')),
      evaluateChallenge: (challenge, done) => {
        const nonce = nonceIn(challenge.toString());
        if (nonce === undefined) done(new Error('Keyspaces sent no nonce'));
        else done(null, Buffer.from(this.#sign(nonce)));
      },
      onAuthenticationSuccess: () => {},
    };
  }
}

const providerOf = (login: Login) =>
  'username' in login
    ? new auth.PlainTextAuthProvider(login.username, login.password)
    : new SigV4Provider((nonce) =>
        signedNonce({ region: login.region, nonce, credentials: login.credentials, at: login.now() }),
      );

const connected = async ({ connection, login, timeoutMs }: CassandraSettings): Promise<Client> => {
  const { port, ...options } = connection;
  const client = new Client({
    ...options,
    authProvider: providerOf(await login()),
    protocolOptions: { port },
    socketOptions: { connectTimeout: timeoutMs, readTimeout: timeoutMs },
    // Keyspaces writes with this consistency alone. What is written twice is one row.
    queryOptions: { consistency: types.consistencies.localQuorum, isIdempotent: true },
    // Of the schema nothing is needed: statements are prepared.
    isMetadataSyncEnabled: false,
  });
  try {
    await client.connect();
  } catch (error) {
    await client.shutdown().catch(() => {});
    throw error;
  }
  return client;
};

/** A connection of Keyspaces takes 3,000 requests a second, and refuses more for a while. */
const concurrencyLevel = 64;

const parametersOf = ({ kind, id, eventTime, eventKey, eventType, deleted, body }: Entity): unknown[] => [
  ...[kind, id, new Date(eventTime), eventKey, eventType, deleted, JSON.stringify(body)],
];

const refused = (reason: string): Error => Object.assign(new Error(reason), { name: refusedName });

export const cassandraStore = (settings: CassandraSettings): Store => {
  const cql = insertCql(settings.names);
  let connecting: Promise<Client> | undefined;
  return {
    name: 'cassandra',
    upsert: async (entities) => {
      for (const entity of entities) {
        const reason = refusalOf(entity);
        if (reason !== undefined) throw refused(reason);
      }
      connecting ??= connected(settings);
      await concurrent.executeConcurrent(await connecting, cql, entities.map(parametersOf), { concurrencyLevel });
    },
    meaningOf: meaningOfCassandra,
    release: async () => {
      const before = connecting;
      connecting = undefined;
      await before?.then((client) => client.shutdown()).catch(() => {});
    },
  };
};
