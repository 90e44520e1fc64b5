// Where a webhook may not lead, whatever its name says, and what is read of an answer.
import type { LookupAddress } from 'node:dns';
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http';
import type { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { isPublicAddress } from '#notify/destinations/webhook/address.ts';
import { guardedCall, publicLookup } from '#notify/destinations/webhook/guarded-call.ts';

test.each([
  ...['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.63.255.255', '2606:4700::1111', '2a00:1450::1'].map(
    (address) => [address, true] as const,
  ),
  ...['127.0.0.1', '127.8.8.8', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'].map(
    (address) => [address, false] as const,
  ),
  ...['169.254.169.254', '169.254.170.2', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'].map(
    (address) => [address, false] as const,
  ),
  ...['::1', '::', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:169.254.169.254', '::ffff:8.8.8.8'].map(
    (address) => [address, false] as const,
  ),
  ...['64:ff9b::a9fe:a9fe', '2002:a9fe:a9fe::', '2001:db8::1', '2001::1', 'example.com', ''].map(
    (address) => [address, false] as const,
  ),
])('the address %s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});

const v4 = (address: string): LookupAddress => ({ address, family: 4 });

describe('the resolver of a connection', () => {
  const resolving = (addresses: readonly LookupAddress[], all: boolean) =>
    new Promise<unknown>((resolve) =>
      publicLookup(async () => addresses)('hooks.example.com', { all }, (error, address) =>
        resolve(error ? error.code : address),
      ),
    );

  it.each([
    [[v4('8.8.8.8')], false, '8.8.8.8'],
    [[v4('8.8.8.8')], true, [v4('8.8.8.8')]],
    [[v4('169.254.169.254')], false, 'EPRIVATEADDRESS'],
    [[v4('8.8.8.8'), v4('10.0.0.1')], true, 'EPRIVATEADDRESS'],
    [[], false, 'EPRIVATEADDRESS'],
  ])('the resolver of a connection makes of %j (all: %s) %j', async (addresses, all, given) => {
    expect(await resolving(addresses, all)).toEqual(given);
  });
});

let server: Server;
let port: number;
let answer: RequestListener = (_request, response) => response.end();
let connections = 0;
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response)).on('connection', () => connections++);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const asked = (url: string) => ({
  url,
  method: 'POST' as const,
  headers: {},
  body: '{}',
  signal: AbortSignal.timeout(5_000),
});

describe('a call', () => {
  it.each([
    'https://127.0.0.1',
    'https://localhost',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://2130706433',
    'https://0x7f.1',
    'http://127.0.0.1',
  ])('a guarded call to %s makes no connection', async (origin) => {
    connections = 0;

    await expect(guardedCall()(asked(`${origin}:${port}/`))).rejects.toMatchObject({ code: 'EPRIVATEADDRESS' });
    expect(connections).toBe(0);
  });

  it('a guarded call to a name that answers differently each time goes nowhere private', async () => {
    const answers = [[v4('8.8.8.8')], [v4('127.0.0.1')]];
    let times = 0;
    const rebound = async () => answers[Math.min(times++, 1)] ?? [];
    await rebound();
    connections = 0;

    await expect(guardedCall(rebound)(asked(`https://hooks.example.com:${port}/`))).rejects.toMatchObject({
      code: 'EPRIVATEADDRESS',
    });
    expect(connections).toBe(0);
  });

  /** The same request without TLS, to the server here. */
  const plainly = guardedCall(undefined, ((to: URL, options: object, listener: () => void) =>
    httpRequest(
      `http://127.0.0.1:${port}${to.pathname}`,
      { ...options, lookup: undefined },
      listener,
    )) as unknown as typeof httpsRequest);

  it('a guarded call follows no redirect', async () => {
    const paths: unknown[] = [];
    answer = ({ url }, response) => {
      paths.push(url);
      response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
    };

    expect(await plainly(asked('https://hooks.example.com/in'))).toMatchObject({ status: 302 });
    expect(paths).toEqual(['/in']);
  });

  it('a guarded call reads 64 KB of an answer and no more', async () => {
    answer = (_request, response) => void response.end('x'.repeat(1_000_000));

    expect((await plainly(asked('https://hooks.example.com/in'))).text).toHaveLength(64 * 1_024);
  });

  it('a guarded call ends when its time is up, and says that it was', async () => {
    answer = () => {};
    const signal = AbortSignal.timeout(30);

    await expect(plainly({ ...asked('https://hooks.example.com/in'), signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });
});
