// One HTTP server on this machine that is all of the services, each in a mood of its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchCall, type HttpCall } from '#notify/destinations/http.ts';
import type { Asked, Service } from './services.ts';

export type Mood =
  | { readonly kind: 'well' }
  | { readonly kind: 'down'; readonly status: number }
  | { readonly kind: 'patience'; readonly seconds: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'reset' }
  /** Does what it is asked and loses the answer: so many times. */
  | { readonly kind: 'answer-lost'; times: number };

export const destinationServer = async (nowMs: () => number, services: Readonly<Record<string, Service>>) => {
  const moods = new Map<string, Mood>();
  const asked: (Asked & { readonly host: string; readonly status?: number })[] = [];

  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [, host = '', path = ''] = /^\/([^/]+)(.*)$/.exec(request.url ?? '') ?? [];
    const { method = '', headers } = request;
    const one = { host, path, method, headers, body, atMs: nowMs() };
    const mood = moods.get(host) ?? { kind: 'well' };
    const answer = (status: number, said?: unknown, more = {}) => {
      asked.push({ ...one, status });
      response.writeHead(status, more).end(said === undefined ? '' : JSON.stringify(said));
    };
    if (mood.kind === 'silent') return void asked.push(one);
    if (mood.kind === 'reset') return void request.socket.destroy();
    if (mood.kind === 'down') return answer(mood.status, { error: 'down' });
    if (mood.kind === 'patience') return answer(429, {}, { 'retry-after': String(mood.seconds) });
    const { status, body: said } = services[host]?.(one) ?? { status: 404 };
    if (mood.kind === 'answer-lost' && mood.times-- > 0) return void request.socket.destroy();
    answer(status, said);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  const http: HttpCall = ({ url, signal, ...request }) => {
    const { host, pathname, search } = new URL(url);
    const isSilent = moods.get(host)?.kind === 'silent';
    // A real time-out is for a service that says nothing; a busy machine must not look like one.
    const soon = isSilent ? AbortSignal.any([signal, AbortSignal.timeout(40)]) : signal;
    return fetchCall(fetch)({ ...request, signal: soon, url: `http://127.0.0.1:${port}/${host}${pathname}${search}` });
  };

  return {
    http,
    asked,
    is: (host: string, mood: Mood): void => void moods.set(host, mood),
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
};
