// The one connection to one broker: made when first needed and again after it was lost, versions agreed upon, one request at a
// time. Requests wait while the session is renewed: a broker drops a client that sends anything else in between.
import { apiVersionsV1, Connection } from '@platformatic/kafka';
import { OperationError } from '#core/errors.ts';
import { connectionSecurity, type Security } from '#core/kafka/security.ts';
import { type Codec, codecFor, type Versions } from './codecs.ts';
import { deadlineError, withinDeadline } from './deadline.ts';
import { connectFailure, partialReply, requestFailure } from './failure.ts';
import { wireLimits } from './limits.ts';

export type Address = { readonly host: string; readonly port: number };

export type Link = {
  readonly address: string;
  versions(): Promise<Versions>;
  /**
   * Answers with the reply, also with errors inside. Throws `OperationError`: `BROKER_NOT_AVAILABLE` and `UNSUPPORTED_VERSION` if
   * nothing was sent, `NETWORK_EXCEPTION` and `REQUEST_TIMED_OUT` if no answer came.
   */
  ask<Args extends readonly unknown[], Reply>(codecs: readonly Codec<Args, Reply>[], ...args: Args): Promise<Reply>;
  close(): void;
};

type Session = { readonly connection: Connection; readonly versions: Versions };

type LinkOptions = { readonly security: Security; readonly deadline: AbortSignal; readonly requestMs?: number };

const clientId = 'curfew';

const abandon = (connection: Connection): void => {
  connection.close().catch(() => {});
  // A socket may fail more than once on its way out, and nobody cares by now.
  connection.socket?.on('error', () => {});
  connection.socket?.destroy();
};

const versionsOver = async (connection: Connection): Promise<Versions> => {
  const { apiKeys } = await apiVersionsV1.api.async(connection, clientId, '');
  return new Map(apiKeys.map(({ apiKey, minVersion, maxVersion }) => [apiKey, { min: minVersion, max: maxVersion }]));
};

const connect = async ({ host, port }: Address, { security, deadline, requestMs }: LinkOptions): Promise<Session> => {
  const connection = new Connection(clientId, {
    connectTimeout: wireLimits.connectMs,
    requestTimeout: requestMs ?? wireLimits.requestMs,
    ...connectionSecurity(security, host),
  });
  // Waiting callers get the error by other means; without a listener, Node would end the process.
  connection.on('error', () => {});
  // A connection that the broker closed would still renew its session by a timer.
  connection.on('close', () => abandon(connection));
  try {
    await withinDeadline(deadline, Promise.resolve(connection.connect(host, port)));
    return { connection, versions: await withinDeadline(deadline, versionsOver(connection)) };
  } catch (error) {
    abandon(connection);
    throw error;
  }
};

export const openLink = (to: Address, options: LinkOptions): Link => {
  const address = `${to.host}:${to.port}`;
  let session: Promise<Session> | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const isLost = ({ connection }: Session): boolean => !['connected', 'reauthenticating'].includes(connection.status);

  const drop = (): void => {
    session?.then(
      ({ connection }) => abandon(connection),
      () => {},
    );
    session = undefined;
  };

  const current = async (): Promise<Session> => {
    if (session && isLost(await session)) drop();
    session ??= connect(to, options);
    try {
      const live = await session;
      if (live.connection.status === 'reauthenticating')
        await withinDeadline(options.deadline, live.connection.ready());
      return live;
    } catch (error) {
      drop();
      throw error instanceof OperationError ? error : connectFailure(address, error);
    }
  };

  const send = async <Args extends readonly unknown[], Reply>(
    codecs: readonly Codec<Args, Reply>[],
    args: Args,
  ): Promise<Reply> => {
    if (options.deadline.aborted) throw deadlineError();
    const { connection, versions } = await current();
    const codec = codecFor(codecs, versions);
    if (!codec)
      throw new OperationError('INVALID', `Kafka at ${address} does not support this request`, {
        awsCode: 'UNSUPPORTED_VERSION',
      });
    try {
      return await withinDeadline(options.deadline, codec.async(connection, ...args));
    } catch (error) {
      const reply = partialReply(error);
      if (reply !== undefined) return reply as Reply;
      drop();
      throw requestFailure(address, error);
    }
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => {});
    return result;
  };

  return {
    address,
    versions: () => inTurn(async () => (await current()).versions),
    ask: (codecs, ...args) => inTurn(() => send(codecs, args)),
    close: drop,
  };
};
