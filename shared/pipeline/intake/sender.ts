// How a sender proves who it is. Each proof is checked against every secret that is configured, so that a secret can be changed
// without a gap, and in constant time.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { keyIn, signatureOf } from '#core/standard-webhooks.ts';
import { pythonUrlencode } from './python-text.ts';

/** A request as it came: names of headers in lower case, the body as it was signed. */
export type Request = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly nowMs: number;
};

/** `why` is for the log, and never told to the sender. */
export type Proof = { readonly isProven: true } | { readonly isProven: false; readonly why: string };

/** By the secrets as they are now. Never rejects for what a sender has sent. */
export type Verify = (request: Request, secrets: readonly string[]) => Proof | Promise<Proof>;

export const proven: Proof = { isProven: true };
export const unproven = (why: string): Proof => ({ isProven: false, why });

/** Of equal length always: what differs in length would be told apart by time. */
const digest = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

export const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

/** All are compared, also after one that fits. */
const fitsOne = (given: string, expected: readonly string[]): boolean =>
  expected.map((one) => isSame(given, one)).includes(true);

const by = (given: string | undefined, header: string, expected: readonly string[]): Proof => {
  if (given === undefined || given === '') return unproven(`has no ${header}`);
  if (expected.length === 0) return unproven('there is no secret to check it with');
  return fitsOne(given, expected) ? proven : unproven(`${header} fits none of the ${expected.length} secrets`);
};

/** `x-mcd-signature`: HMAC-SHA512 in hexadecimal over what Python's `urlencode` makes of the body. */
export const monteCarlo: Verify = ({ headers, body }, secrets) => {
  const header = 'x-mcd-signature';
  const given = headers[header];
  if (given === undefined) return unproven(`has no ${header}`);
  let text: string;
  try {
    text = pythonUrlencode(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body));
  } catch (error) {
    return unproven(`the body ${error instanceof Error ? error.message : String(error)}`);
  }
  const expected = secrets.map((secret) => createHmac('sha512', secret).update(text).digest('hex'));
  return by(given.toLowerCase(), header, expected);
};

/** How far the clock of a sender may be off, as the specification of Standard Webhooks suggests. */
const toleranceSeconds = 300;

/** `webhook-id`, `webhook-timestamp` and `webhook-signature` with one signature or several. */
export const standardWebhooks: Verify = ({ headers, body, nowMs }, secrets) => {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given } = headers;
  if (!id || !at || !given) return unproven('has no webhook-id, webhook-timestamp and webhook-signature');
  if (!/^\d{1,12}$/.test(at)) return unproven('webhook-timestamp is no time');
  if (Math.abs(nowMs / 1_000 - Number(at)) > toleranceSeconds)
    return unproven(`webhook-timestamp is more than ${toleranceSeconds} s off`);
  const keys = secrets.flatMap((secret) => keyIn(secret) ?? []);
  if (keys.length === 0) return unproven('there is no secret that is a key of Standard Webhooks (whsec_…)');
  const expected = keys.map((key) => signatureOf(key, id, Number(at), body.toString('utf8')));
  const signatures = given.split(' ').slice(0, signaturesMax);
  return signatures.map((one) => fitsOne(one, expected)).includes(true)
    ? proven
    : unproven('webhook-signature fits none of the secrets');
};

/** A sender that changes its key signs with both. */
const signaturesMax = 10;

type HmacOptions = {
  readonly header: string;
  /** What stands before the signature: `sha256=`. */
  readonly prefix: string;
  readonly encoding: 'hex' | 'base64';
};

/** HMAC-SHA256 over the body. */
export const hmac =
  ({ header, prefix, encoding }: HmacOptions): Verify =>
  ({ headers, body }, secrets) => {
    const given = headers[header.toLowerCase()];
    const expected = secrets.map((secret) => `${prefix}${createHmac('sha256', secret).update(body).digest(encoding)}`);
    return by(
      encoding === 'hex' ? given?.toLowerCase() : given,
      header,
      encoding === 'hex' ? expected.map((one) => one.toLowerCase()) : expected,
    );
  };

/** The token of `Authorization: Bearer …`; undefined where there is none. */
export const bearerToken = ({ headers }: Request): string | undefined =>
  /^bearer +([\w.~+/=-]+)$/i.exec(headers.authorization ?? '')?.[1];

/** A secret that is sent as it is. */
export const bearer: Verify = (request, secrets) => by(bearerToken(request), 'bearer token', secrets);
