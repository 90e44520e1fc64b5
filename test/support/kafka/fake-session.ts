// Who is on a connection to a fake broker, and until when. As in Kafka: before authentication and while it is renewed, only that
// is understood; a session that has lived longer than it may ends with the next request.
import type { ApiName, ReplyOf, RequestOf } from './messages.ts';

export type Authentication = {
  readonly accepts: (token: string) => boolean;
  /** 0: for ever. */
  readonly lifetimeMs: number;
  /** How a token is refused: as Kafka's own validator does it (RFC 7628, 3.2.2; the default), or by an error code. */
  readonly refusesBy?: 'challenge' | 'error';
};

export type FakeSession = ReturnType<typeof fakeSession>;

type State = 'new' | 'authenticating' | 'authenticated';

const saslFailed = 58;
const unsupportedMechanism = 33;

const tokenIn = (bytes: Buffer | null): string => /auth=Bearer ([\w.~+/=-]+)/.exec(bytes?.toString() ?? '')?.[1] ?? '';

export const fakeSession = (authentication: Authentication | undefined, now: () => number) => {
  let state: State = authentication ? 'new' : 'authenticated';
  let endsMs = Number.POSITIVE_INFINITY;

  const allows = (name: ApiName): boolean => {
    if (name === 'SaslHandshake') return authentication !== undefined && state !== 'authenticating';
    if (name === 'SaslAuthenticate') return state === 'authenticating';
    if (name === 'ApiVersions' && state === 'new') return true;
    return state === 'authenticated' && now() < endsMs;
  };

  const handshake = ({ mechanism }: RequestOf<'SaslHandshake'>): ReplyOf<'SaslHandshake'> => {
    if (mechanism === 'OAUTHBEARER') state = 'authenticating';
    return { errorCode: mechanism === 'OAUTHBEARER' ? 0 : unsupportedMechanism, mechanisms: ['OAUTHBEARER'] };
  };

  const authenticate = ({ authBytes }: RequestOf<'SaslAuthenticate'>): ReplyOf<'SaslAuthenticate'> => {
    const lifetimeMs = authentication?.lifetimeMs ?? 0;
    const isAccepted = authentication?.accepts(tokenIn(authBytes)) ?? false;
    if (!isAccepted && authentication?.refusesBy !== 'error')
      return { errorCode: 0, errorMessage: null, authBytes: Buffer.from('{"status":"invalid_token"}'), lifetimeMs: 0n };
    if (!isAccepted) return { errorCode: saslFailed, errorMessage: 'Access denied', authBytes: null, lifetimeMs: 0n };
    state = 'authenticated';
    endsMs = lifetimeMs > 0 ? now() + lifetimeMs : Number.POSITIVE_INFINITY;
    return { errorCode: 0, errorMessage: null, authBytes: Buffer.alloc(0), lifetimeMs: BigInt(lifetimeMs) };
  };

  return { allows, handshake, authenticate };
};
