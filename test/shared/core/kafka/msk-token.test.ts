// The token against a signature made here, step by step as AWS describes version 4.
import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Credentials, mskToken } from '#core/kafka/msk-token.ts';

const region = 'us-east-1';
const day = '20261120';
const instant = `${day}T233000Z`;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-20T23:30:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const signature = (query: URLSearchParams, secret: string): string => {
  const signed = [...query].filter(([name]) => name !== 'X-Amz-Signature' && name !== 'User-Agent').sort();
  const canonical = signed.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
  const request = `GET\n/\n${canonical}\nhost:kafka.${region}.amazonaws.com\n\nhost\n${sha256('')}`;
  const scope = `${day}/${region}/kafka-cluster/aws4_request`;
  const key = [region, 'kafka-cluster', 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, day));
  return hmac(key, `AWS4-HMAC-SHA256\n${instant}\n${scope}\n${sha256(request)}`).toString('hex');
};

const lasting: Credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not/a/secret' };
const ofRole: Credentials = {
  ...lasting,
  sessionToken: 'session/token==',
  expiration: new Date('2026-11-20T23:35:33.333Z'),
};

describe('a token for MSK', () => {
  it.each([
    ['lasting credentials', lasting],
    ['credentials of a role that end soon', ofRole],
  ])('a token for MSK of %s is a signed request to connect, good for 900 s', async (_name, credentials) => {
    const token = await mskToken(region, async () => credentials)();

    const url = new URL(Buffer.from(token, 'base64url').toString());
    expect(token).not.toMatch(/[=+/]/);
    expect(url.origin + url.pathname).toBe(`https://kafka.${region}.amazonaws.com/`);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      Action: 'kafka-cluster:Connect',
      'X-Amz-Expires': '900',
      'X-Amz-Date': instant,
      'X-Amz-Signature': signature(url.searchParams, credentials.secretAccessKey),
    });
    expect(url.searchParams.get('X-Amz-Security-Token')).toBe(credentials.sessionToken ?? null);
  });

  it('a token for MSK asks for the credentials each time, since they change during a long run', async () => {
    const keys = ['AKIDFIRST', 'AKIDSECOND'];
    const token = mskToken(region, async () => ({ ...lasting, accessKeyId: keys.shift() ?? '' }));

    const credentialsIn = async () =>
      new URL(Buffer.from(await token(), 'base64url').toString()).searchParams.get('X-Amz-Credential');

    expect(await credentialsIn()).toContain('AKIDFIRST');
    expect(await credentialsIn()).toContain('AKIDSECOND');
  });

  it('a token for MSK is not made without credentials', async () => {
    const none = async () => {
      throw new Error('no credentials');
    };

    await expect(mskToken(region, none)()).rejects.toThrow('no credentials');
  });
});
