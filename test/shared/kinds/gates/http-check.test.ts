// Whether a URL answers: over a web that answers as it is told, and once over real sockets.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checked, shownUrl, url } from '#kinds/gates/http-check.ts';
import { type Web, WebClient } from '#kinds/web/web-client.ts';

const check = { url: 'https://login.example.com/health?token=s3cret', status: 200, timeoutSeconds: 10 };

const answering = (status: number): Web => ({ send: async () => ({ status, headers: {}, body: '' }) });
const failing = (error: unknown): Web => ({
  send: async () => {
    throw error;
  },
});
const fetchFailed = (code: string): Error =>
  Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('cause'), { code }) });

describe('a check of a URL', () => {
  it.each([
    ['answers as it should', answering(200), 'up', 'answers 200'],
    ['answers something else', answering(503), 'down', 'answers 503, should be 200'],
    ['redirects', answering(302), 'down', 'answers 302, should be 200'],
    ['has a name that nobody knows', failing(fetchFailed('ENOTFOUND')), 'down', 'no answer: ENOTFOUND'],
    ['has a certificate that is over', failing(fetchFailed('CERT_HAS_EXPIRED')), 'down', 'no answer: CERT_HAS_EXPIRED'],
    [
      'does not answer in time',
      failing(Object.assign(new Error('aborted'), { name: 'TimeoutError' })),
      'down',
      'no answer within 10 s',
    ],
  ] as const)('a URL that %s is seen so', async (_what, web, status, says) => {
    expect(await checked(web, check)).toEqual({ status, says });
  });

  it('a redirect is what the definition may ask for', async () => {
    expect((await checked(answering(302), { ...check, status: 302 })).status).toBe('up');
  });

  it('a bug is no unanswered request', async () => {
    await expect(checked(failing(new TypeError('x is not a function')), check)).rejects.toThrow('x is not a function');
  });

  it('no report shows the query of a URL', () => {
    expect(shownUrl(check.url)).toBe('https://login.example.com/health');
  });

  it.each(['ftp://example.com', 'example.com', 'https://ana:pw@example.com/', 'https://ana@example.com/', ''])(
    'a definition may not say %j',
    (value) => {
      expect(url.safeParse(value).success).toBe(false);
    },
  );
});

describe('over real sockets', () => {
  let server: Server;
  let origin = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/health' }).end();
      else if (request.url === '/health') response.writeHead(200).end('ok');
      else if (request.url === '/endless') response.writeHead(200).write('a body that never ends');
      else if (request.url !== '/silent') response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('over real sockets a redirect is not followed, and the answer is what the URL itself says', async () => {
    const says = async (path: string) => (await checked(new WebClient(), { ...check, url: `${origin}${path}` })).says;

    expect(await says('/health')).toBe('answers 200');
    expect(await says('/moved')).toBe('answers 302, should be 200');
    expect(await says('/nowhere')).toBe('answers 404, should be 200');
  });

  it('over real sockets a body that never ends keeps no check waiting, and no answer at all is one that is late', async () => {
    const at = (path: string, timeoutSeconds: number) =>
      checked(new WebClient(), { ...check, url: `${origin}${path}`, timeoutSeconds });

    expect(await at('/endless', 20)).toEqual({ status: 'up', says: 'answers 200' });
    expect(await at('/silent', 0.05)).toEqual({ status: 'down', says: 'no answer within 0.05 s' });
  });

  it('over real sockets a port at which nobody listens is no answer', async () => {
    const closed = { ...check, url: 'http://127.0.0.1:1/health' };

    expect((await checked(new WebClient(), closed)).says).toMatch(/^no answer/);
  });
});
