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
  /** Of those who wait for a service that says nothing, by its host: how they are told that their time is over. */
  const patient = new Map<string, AbortController[]>();
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
    if (mood.kind === 'silent') {
      asked.push(one);
      patient.get(host)?.shift()?.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
      return;
    }
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
    const asking = { ...request, url: `http://127.0.0.1:${port}/${host}${pathname}${search}` };
    if (moods.get(host)?.kind !== 'silent') return fetchCall(fetch)({ ...asking, signal });
    // Nobody waits in real time: what has arrived at a service that says nothing has waited long enough.
    const timeOut = new AbortController();
    patient.set(host, [...(patient.get(host) ?? []), timeOut]);
    return fetchCall(fetch)({ ...asking, signal: AbortSignal.any([signal, timeOut.signal]) });
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
