// A sender that logs in at an identity provider, such as Keycloak, and sends the token that it gets. The provider's keys are read from
// its issuer URL and kept; a token with another key makes them be read again.
import { JwtVerifier } from 'aws-jwt-verify';
import {
  FailedAssertionError,
  JwtInvalidSignatureError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  NotSupportedError,
  ParameterValidationError,
} from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { bearerToken, type Proof, proven, unproven, type Verify } from './sender.ts';

type OidcOptions = {
  /** As it stands in the tokens: `https://login.example.com/realms/metadata`. */
  readonly issuer: string;
  /** What the tokens are for: one of their audiences. */
  readonly audience: string;
  /** Where the keys are, if the provider does not say it at `/.well-known/openid-configuration`. */
  readonly jwksUri?: string | undefined;
  /** Claims that a token must have. */
  readonly claims?: Readonly<Record<string, string>> | undefined;
};

const claimProblem = (
  payload: Readonly<Record<string, unknown>>,
  claims: Readonly<Record<string, string>>,
): string | undefined =>
  Object.entries(claims)
    .filter(([name, value]) => {
      const has = payload[name];
      return Array.isArray(has) ? !has.includes(value) : has !== value;
    })
    .map(([name]) => `the token's ${name} is another`)[0];

const answerSeconds = 5;

const got = async (uri: string): Promise<ArrayBuffer> => {
  const answer = await fetch(uri, { signal: AbortSignal.timeout(answerSeconds * 1_000), redirect: 'error' });
  if (!answer.ok) throw new Error(`${uri} answered ${answer.status}`);
  return answer.arrayBuffer();
};

const discovered = async (issuer: string): Promise<string> => {
  const uri = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const { jwks_uri: keys } = JSON.parse(Buffer.from(await got(uri)).toString()) as { readonly jwks_uri?: unknown };
  if (typeof keys !== 'string') throw new Error(`${uri} names no jwks_uri`);
  return keys;
};

type Verifier = { readonly verify: (token: string) => Promise<Readonly<Record<string, unknown>>> };

/** Errors of a token are the sender's. That the provider does not answer, or may not be asked again yet, is not: that rejects. */
const ofToken = [
  FailedAssertionError,
  JwtInvalidSignatureError,
  JwtParseError,
  JwtWithoutValidKidError,
  KidNotFoundInJwksError,
  NotSupportedError,
  ParameterValidationError,
];
const isOfToken = (error: unknown): boolean => ofToken.some((one) => error instanceof one);

const verifierOf = async ({ issuer, audience, jwksUri }: OidcOptions): Promise<Verifier> => {
  const jwksCache = new SimpleJwksCache({ fetcher: { fetch: got } });
  const settings = { issuer, audience, jwksUri: jwksUri ?? (await discovered(issuer)) };
  return JwtVerifier.create(settings, { jwksCache }) as unknown as Verifier;
};

/** The secrets are of no use to it: the provider's keys are public. */
export const oidc = (options: OidcOptions): Verify => {
  let ready: Promise<Verifier> | undefined;
  return async (request): Promise<Proof> => {
    const token = bearerToken(request);
    if (token === undefined) return unproven('has no bearer token');
    ready ??= verifierOf(options);
    let verifier: Verifier;
    try {
      verifier = await ready;
    } catch (error) {
      ready = undefined;
      throw error;
    }
    try {
      const problem = claimProblem(await verifier.verify(token), options.claims ?? {});
      return problem === undefined ? proven : unproven(problem);
    } catch (error) {
      if (!isOfToken(error)) throw error;
      return unproven(error instanceof Error ? error.message : String(error));
    }
  };
};
