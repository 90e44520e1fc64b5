import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureOf } from '#core/standard-webhooks.ts';
import { oidc } from '#pipeline/intake/oidc.ts';
import {
  bearer,
  hmac,
  isSame,
  monteCarlo,
  type Request,
  standardWebhooks,
  type Verify,
} from '#pipeline/intake/sender.ts';

const nowMs = Date.parse('2026-11-30T12:00:00Z');
const atSeconds = nowMs / 1_000;

const request = (body: string | Buffer, headers: Request['headers'] = {}): Request => ({
  body: Buffer.from(body),
  headers,
  nowMs,
});

const isProven = async (verify: Verify, one: Request, secrets: readonly string[]): Promise<boolean> =>
  (await verify(one, secrets)).isProven;

const body = '{"payload": {"value": 49.0, "field": null}, "version": "v0.1"}';
/** What CPython prints for it. */
const asPython = 'payload=%7B%27value%27%3A+49.0%2C+%27field%27%3A+None%7D&version=v0.1';
const mcd = (secret: string): string => createHmac('sha512', secret).update(asPython).digest('hex');

const key = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const otherKey = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const signed = (with_: string, at = atSeconds, text = body) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(at),
  'webhook-signature': signatureOf(Buffer.from(with_.slice(6), 'base64'), 'msg_1', at, text),
});

const github = hmac({ header: 'X-Hub-Signature-256', prefix: 'sha256=', encoding: 'hex' });
const sha256 = (secret: string, encoding: 'hex' | 'base64' = 'hex') =>
  createHmac('sha256', secret).update(body).digest(encoding);

const cases: readonly (readonly [string, Verify, Request['headers'], readonly string[], boolean])[] = [
  ['Monte Carlo', monteCarlo, { 'x-mcd-signature': mcd('new') }, ['new'], true],
  [
    'Monte Carlo, with the old secret while both count',
    monteCarlo,
    { 'x-mcd-signature': mcd('old') },
    ['new', 'old'],
    true,
  ],
  ['Monte Carlo, in capitals', monteCarlo, { 'x-mcd-signature': mcd('new').toUpperCase() }, ['new'], true],
  ['Monte Carlo, with a secret that counts no longer', monteCarlo, { 'x-mcd-signature': mcd('old') }, ['new'], false],
  ['Monte Carlo, without a signature', monteCarlo, {}, ['new'], false],
  ['Monte Carlo, with an empty signature', monteCarlo, { 'x-mcd-signature': '' }, ['new'], false],
  ['Monte Carlo, without a secret of ours', monteCarlo, { 'x-mcd-signature': mcd('') }, [], false],
  ['Standard Webhooks', standardWebhooks, signed(key), [key], true],
  ['Standard Webhooks, the second of two secrets', standardWebhooks, signed(key), [otherKey, key], true],
  [
    'Standard Webhooks, the second of two signatures',
    standardWebhooks,
    { ...signed(key), 'webhook-signature': `v1,AAAA ${signed(key)['webhook-signature']}` },
    [key],
    true,
  ],
  ['Standard Webhooks, by another', standardWebhooks, signed(otherKey), [key], false],
  ['Standard Webhooks, 300 s old', standardWebhooks, signed(key, atSeconds - 300), [key], true],
  ['Standard Webhooks, 301 s old', standardWebhooks, signed(key, atSeconds - 301), [key], false],
  ['Standard Webhooks, 301 s in the future', standardWebhooks, signed(key, atSeconds + 301), [key], false],
  [
    'Standard Webhooks, with a time that is none',
    standardWebhooks,
    { ...signed(key), 'webhook-timestamp': 'now' },
    [key],
    false,
  ],
  ['Standard Webhooks, without an id', standardWebhooks, { ...signed(key), 'webhook-id': undefined }, [key], false],
  ['Standard Webhooks, of another body', standardWebhooks, signed(key, atSeconds, `${body} `), [key], false],
  ['Standard Webhooks, with a secret of ours that is no key', standardWebhooks, signed(key), ['plain'], false],
  ['HMAC', github, { 'x-hub-signature-256': `sha256=${sha256('s')}` }, ['s'], true],
  ['HMAC, without its prefix', github, { 'x-hub-signature-256': sha256('s') }, ['s'], false],
  [
    'HMAC, in base64',
    hmac({ header: 'x-sig', prefix: '', encoding: 'base64' }),
    { 'x-sig': sha256('s', 'base64') },
    ['s'],
    true,
  ],
  [
    'HMAC, in base64 with other capitals',
    hmac({ header: 'x-sig', prefix: '', encoding: 'base64' }),
    { 'x-sig': sha256('s', 'base64').toLowerCase() },
    ['s'],
    false,
  ],
  ['HMAC, by another', github, { 'x-hub-signature-256': `sha256=${sha256('t')}` }, ['s'], false],
  ['a bearer token', bearer, { authorization: 'Bearer abc.def' }, ['x', 'abc.def'], true],
  ['a bearer token that is longer', bearer, { authorization: 'Bearer abc.defg' }, ['abc.def'], false],
  ['a bearer token in basic form', bearer, { authorization: 'Basic abc.def' }, ['abc.def'], false],
  ['no bearer token', bearer, {}, [''], false],
];

describe('a sender proves who it is', () => {
  it.each(cases)('%s', async (_, verify, headers, secrets, expected) => {
    expect(await isProven(verify, request(body, headers), secrets)).toBe(expected);
  });

  it.each([
    ['no JSON', 'hello'],
    ['no UTF-8', Buffer.from([0xff, 0xfe])],
    ['a list', '[]'],
  ])('Monte Carlo signs no body that is %s', async (_, wrong) => {
    expect(await isProven(monteCarlo, request(wrong, { 'x-mcd-signature': mcd('new') }), ['new'])).toBe(false);
  });

  it('one changed byte of any proof is found', async () => {
    const found = await Promise.all(
      cases
        .filter(([, , , , expected]) => expected)
        .map(([, verify, headers, secrets]) =>
          isProven(verify, request(body.replace('49.0', '49.1'), headers), secrets),
        ),
    );

    // A bearer token proves nothing about the body.
    expect(found.filter(Boolean)).toHaveLength(1);
  });

  it('texts are compared whatever their length', () => {
    expect([isSame('', ''), isSame('a', 'a'), isSame('a', 'ab'), isSame('', 'a')]).toEqual([true, true, false, false]);
  });
});

describe('a sender with a token of an identity provider', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  let server: Server;
  let issuer = '';
  let isDown = false;

  const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (claims: object = {}, by = privateKey, kid = 'one'): string => {
    const exp = Math.floor(Date.now() / 1_000) + 300;
    const content = `${encoded({ alg: 'RS256', kid })}.${encoded({ iss: issuer, aud: 'curfew', exp, azp: 'monitor', ...claims })}`;
    return `${content}.${sign('sha256', Buffer.from(content), by).toString('base64url')}`;
  };
  const sends = (text: string) => request(body, { authorization: `Bearer ${text}` });

  beforeAll(async () => {
    server = createServer((asked, answer) => {
      const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }];
      answer.writeHead(isDown ? 500 : 200, { 'content-type': 'application/json' });
      answer.end(JSON.stringify(asked.url === '/keys' ? { keys } : { issuer, jwks_uri: `${issuer}/keys` }));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it.each([
    ['its own', () => token(), true],
    ['one of several audiences', () => token({ aud: ['other', 'curfew'] }), true],
    ['one that has expired', () => token({ exp: 1_000 }), false],
    ['one for somebody else', () => token({ aud: 'other' }), false],
    ['one of another issuer', () => token({ iss: 'https://evil.example.com' }), false],
    ['one that a stranger signed', () => token({}, stranger.privateKey), false],
    ['one with a key that the provider does not have', () => token({}, stranger.privateKey, 'two'), false],
    ['one of another client', () => token({ azp: 'stranger' }), false],
    [
      'one without a signature',
      () => `${encoded({ alg: 'none', kid: 'one' })}.${encoded({ iss: issuer, aud: 'curfew' })}.`,
      false,
    ],
    ['no token', () => 'abc', false],
  ])('sends %s', async (_, made, expected) => {
    expect(await isProven(oidc({ issuer, audience: 'curfew', claims: { azp: 'monitor' } }), sends(made()), [])).toBe(
      expected,
    );
  });

  it('nothing is decided while the provider does not answer, and the next request asks it again', async () => {
    const verify = oidc({ issuer, audience: 'curfew' });
    isDown = true;
    await expect(isProven(verify, sends(token()), [])).rejects.toThrow('answered 500');
    isDown = false;

    expect(await isProven(verify, sends(token()), [])).toBe(true);
  });
});
