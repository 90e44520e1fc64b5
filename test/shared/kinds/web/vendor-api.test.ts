// The client of vendors' APIs, over a web that answers as it is told and a clock that only counts.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { askVendor, retryAfterSeconds, type VendorApi, type VendorRequest } from '#kinds/vendor/api.ts';
import { type WebAnswer, WebClient, type WebCommand } from '#kinds/web/web-client.ts';
import { errorFrom } from '#test/support/cloud.ts';

const now = Date.parse('2026-11-20T23:00:00Z');
const secret = 'c2VjcmV0OnZhbHVl';
const request: VendorRequest = {
  name: 'GetCluster',
  method: 'GET',
  url: 'https://api.example.com/clusters/one',
  authorization: `Basic ${secret}`,
};

const answer = (status: number, body: unknown = {}, headers: Record<string, string> = {}): WebAnswer => ({
  ...{ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
});

const fetchFailed = Object.assign(new TypeError(`fetch failed for ${secret}`), {
  cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
});

/** Answers in turn, the last one again and again. */
const over = (answers: readonly (WebAnswer | Error)[]) => {
  const sent: WebCommand[] = [];
  const waited: number[] = [];
  const api: VendorApi = {
    vendor: 'Example',
    passing: new Set(['RECENTLY_RESUMED']),
    web: {
      send: async (command) => {
        const next = answers[Math.min(sent.length, answers.length - 1)];
        sent.push(command);
        if (next === undefined || next instanceof Error) throw next;
        return next;
      },
    },
    runtime: {
      now: () => new Date(now),
      pause: (ms) => {
        waited.push(ms / 1_000);
        return { over: Promise.resolve(), end: () => {} };
      },
    },
  };
  return { api, sent, waited };
};

describe('the client of a vendor', () => {
  it('the client of a vendor gives the JSON of the answer, and sends what proves who asks apart from the request', async () => {
    const { api, sent } = over([answer(200, { stateName: 'IDLE' })]);

    expect(await askVendor(api, request)).toEqual({ stateName: 'IDLE' });
    expect(sent[0]?.authorization).toBe(request.authorization);
    expect(JSON.stringify(sent[0]?.input)).not.toContain(secret);
  });

  it.each([
    ['as long as Retry-After says', answer(429, {}, { 'retry-after': '7' }), [7]],
    ['until the date of Retry-After', answer(503, {}, { 'retry-after': 'Fri, 20 Nov 2026 23:00:12 GMT' }), [12]],
    ['a second where nothing is said', answer(500), [1]],
    ['a second after a broken connection', fetchFailed, [1]],
  ])('the client of a vendor waits %s, and asks again', async (_what, first, seconds) => {
    const { api, waited } = over([first, answer(200, { ok: true })]);

    expect(await askVendor(api, request)).toEqual({ ok: true });
    expect(waited).toEqual(seconds);
  });

  it('the client of a vendor gives up after three tries, and does not wait longer than a look may take', async () => {
    const three = over([answer(503)]);
    const long = over([answer(429, {}, { 'retry-after': '3600' })]);

    expect(await errorFrom(askVendor(three.api, request))).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect(three.waited).toEqual([1, 2]);
    expect(await errorFrom(askVendor(long.api, request))).toMatchObject({ code: 'THROTTLED', retryable: true });
    expect(long.sent).toHaveLength(1);
  });

  it.each([
    [400, { errorCode: 'RECENTLY_RESUMED' }, 'MOVED', 'RECENTLY_RESUMED'],
    [409, { errorCode: 'CLUSTER_BUSY' }, 'MOVED', 'CLUSTER_BUSY'],
    [401, {}, 'ACCESS_DENIED', 'HTTP_401'],
    [403, { error: 'no' }, 'ACCESS_DENIED', 'HTTP_403'],
    [404, {}, 'NOT_FOUND', 'HTTP_404'],
    [400, { errorCode: 'INVALID_ATTRIBUTE' }, 'INVALID', 'INVALID_ATTRIBUTE'],
    [302, '<html>', 'INVALID', 'HTTP_302'],
  ])('the client of a vendor takes %d %j for %s, at once', async (status, body, code, awsCode) => {
    const { api, sent } = over([answer(status, body)]);

    expect(await errorFrom(askVendor(api, request))).toMatchObject({ code, awsCode });
    expect(sent).toHaveLength(1);
  });

  it('no error of a vendor shows what proved who asked, whatever the vendor or the network repeats', async () => {
    const repeated = over([answer(400, { errorCode: 'BAD', detail: `token ${secret} of secret:value is not valid` })]);
    const broken = over([fetchFailed]);

    for (const { api } of [repeated, broken]) {
      const error = await errorFrom(askVendor(api, request));
      expect(error).toBeInstanceOf(OperationError);
      const shown = `${error.message} ${String(error.cause)} ${error.stack}`;
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain('secret:value');
    }
  });

  it.each([
    [undefined, undefined],
    ['0', 0],
    ['nonsense', undefined],
    ['Fri, 20 Nov 2026 22:00:00 GMT', 0],
  ])('Retry-After %j is %j seconds', (text, seconds) => {
    expect(retryAfterSeconds(text, now)).toBe(seconds);
  });
});

it('over real sockets a vendor gets method, version, authorization and body as they were meant', async () => {
  const server = createServer(async (asked, response) => {
    let body = '';
    for await (const chunk of asked) body += chunk;
    const { accept, authorization, 'content-type': type } = asked.headers;
    response.end(JSON.stringify({ method: asked.method, url: asked.url, accept, authorization, type, body }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const api: VendorApi = { vendor: 'Example', web: new WebClient(), runtime: { now: () => new Date(now) } };

  const echoed = await askVendor(api, {
    ...{ ...request, method: 'PATCH', url: `http://127.0.0.1:${port}/clusters/one`, body: '{"paused":true}' },
    headers: { accept: 'application/vnd.example.1+json', 'content-type': 'application/vnd.example.1+json' },
  });
  server.closeAllConnections();
  server.close();

  expect(echoed).toEqual({
    ...{ method: 'PATCH', url: '/clusters/one', body: '{"paused":true}' },
    ...{ accept: 'application/vnd.example.1+json', type: 'application/vnd.example.1+json' },
    authorization: request.authorization,
  });
});
