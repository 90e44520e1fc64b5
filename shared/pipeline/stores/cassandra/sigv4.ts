// How Keyspaces knows who connects: it sends a nonce, and gets a signature over it. AWS's plugin for the driver needs the SDK that has come to
// its end, so the signature is made here, as the plugin's own test has it.
import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from '#core/kafka/msk-token.ts';

type Signing = {
  readonly region: string;
  readonly nonce: string;
  readonly credentials: Credentials;
  readonly at: Date;
};

const algorithm = 'AWS4-HMAC-SHA256';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** What is sent back. Throws nothing. */
export const signedNonce = ({ region, nonce, credentials, at }: Signing): string => {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const time = at.toISOString();
  const day = time.slice(0, 10).replaceAll('-', '');
  const scope = `${day}/${region}/cassandra/aws4_request`;
  const query = [
    `X-Amz-Algorithm=${algorithm}`,
    `X-Amz-Credential=${accessKeyId}%2F${encodeURIComponent(scope)}`,
    `X-Amz-Date=${encodeURIComponent(time)}`,
    'X-Amz-Expires=900',
  ].join('&');
  const request = `PUT\n/authenticate\n${query}\nhost:cassandra\n\nhost\n${sha256(nonce)}`;
  const key = [region, 'cassandra', 'aws4_request'].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));
  const signature = hmac(key, `${algorithm}\n${time}\n${scope}\n${sha256(request)}`).toString('hex');
  const token = sessionToken === undefined ? '' : `,session_token=${sessionToken}`;
  return `signature=${signature},access_key=${accessKeyId},amzdate=${time}${token}`;
};

/** The nonce in what Keyspaces sends, or undefined. */
export const nonceIn = (challenge: string): string | undefined => /nonce=([^,]+)/.exec(challenge)?.[1];
