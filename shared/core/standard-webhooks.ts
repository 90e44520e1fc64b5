// The signature of Standard Webhooks, by Node's own HMAC. Their library does the same with a hash in JavaScript, whose licence is none
// that this project uses; requests.test.ts holds ours against the example that the scheme publishes. Pure.
import { createHmac } from 'node:crypto';

/** Of the key 24 to 64 bytes, as the specification asks; undefined if it is no such key. */
export const keyIn = (secret: string): Buffer | undefined => {
  if (!/^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/.test(secret)) return undefined;
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return key.length >= 24 && key.length <= 64 ? key : undefined;
};

export const signatureOf = (key: Buffer, id: string, atSeconds: number, body: string): string =>
  `v1,${createHmac('sha256', key).update(`${id}.${atSeconds}.${body}`).digest('base64')}`;
