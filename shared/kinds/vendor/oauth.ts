// Tokens that a vendor gives for client credentials (OAuth 2.0), kept until a minute before their end.
import { OperationError } from '#core/errors.ts';
import { askVendor, type VendorApi } from './api.ts';
import type { Credentials } from './credentials.ts';

type Kept = { readonly token: string; readonly untilMs: number };

const fetchToken = async (api: VendorApi, url: string, id: string, secret: string): Promise<Kept> => {
  const { access_token: token, expires_in: seconds } = await askVendor(api, {
    ...{ name: 'GetToken', method: 'POST', url },
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  if (typeof token !== 'string')
    throw new OperationError('INVALID', `${api.vendor} GetToken: no token in the answer`, { awsCode: 'NO_TOKEN' });
  const lifeSeconds = typeof seconds === 'number' ? seconds - 60 : 0;
  return { token, untilMs: api.runtime.now().getTime() + lifeSeconds * 1_000 };
};

const isRefused = (error: unknown): boolean => error instanceof OperationError && error.code === 'ACCESS_DENIED';

/** Asks with a token; once more with a new one where a kept one is refused, as one is that was revoked before its end. */
export const withToken = (api: VendorApi, url: string, credentials: Credentials<'clientId' | 'clientSecret'>) => {
  const kept = new Map<string, Kept>();
  const tokenOf = async (secretName: string): Promise<string> => {
    const known = kept.get(secretName);
    if (known && api.runtime.now().getTime() < known.untilMs) return known.token;
    const { clientId, clientSecret } = await credentials(secretName);
    const fresh = await fetchToken(api, url, clientId, clientSecret);
    kept.set(secretName, fresh);
    return fresh.token;
  };
  return async <T>(secretName: string, ask: (authorization: string) => Promise<T>): Promise<T> => {
    const wasKept = kept.has(secretName);
    try {
      return await ask(`Bearer ${await tokenOf(secretName)}`);
    } catch (error) {
      if (!isRefused(error) || !wasKept || !kept.delete(secretName)) throw error;
      return ask(`Bearer ${await tokenOf(secretName)}`);
    }
  };
};
