import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { postToSlack } from '#notify/destinations/slack/webhook.ts';
import { line } from '#notify/rendering/escape.ts';
import { colors, context, messageOf, type SlackMessage } from '#notify/rendering/message.ts';

const secretPath = '/services/T000/B000/wH1sp3r';
const url = `https://hooks.slack.com${secretPath}`;
const message = messageOf(line('staging is down', 50), colors.good, [context(line('9 of 11', 50))]);

let server: Server;
let answer: RequestListener;
let received: { path: string | undefined; body: unknown }[] = [];

const textOf = async (request: IncomingMessage) => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

beforeAll(async () => {
  server = createServer(async (request, response) => {
    received.push({ path: request.url, body: JSON.parse(await textOf(request)) });
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

beforeEach(() => {
  received = [];
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** The machine's own fetch, to the local server instead of Slack. */
const local: typeof fetch = (to, init) => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server is not listening');
  return fetch(`http://127.0.0.1:${address.port}${new URL(String(to)).pathname}`, init);
};

const post = (options: { url?: string; message?: SlackMessage; timeoutMs?: number } = {}) =>
  postToSlack({ url, message, fetch: local, timeoutMs: 2_000, ...options });

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, headers).end(body);
  };

describe('a post to Slack', () => {
  it('a post to Slack is delivered when Slack says ok', async () => {
    answer = answering(200, 'ok');
    expect(await post()).toEqual({ kind: 'delivered' });
    expect(received).toEqual([{ path: secretPath, body: JSON.parse(JSON.stringify(message)) }]);
  });

  it('a post to Slack without layout is nothing but its text', async () => {
    answer = answering(200, 'ok\n');
    expect(await post({ message: { text: line('plain', 10), attachments: [] }, url: ` ${url}\n` })).toEqual({
      kind: 'delivered',
    });
    expect(received.map(({ body }) => body)).toEqual([{ text: 'plain' }]);
  });

  test.each([
    [400, 'invalid_blocks', { retryable: false, reason: 'Slack answered 400: invalid_blocks' }],
    [403, 'invalid_token', { retryable: false, reason: 'Slack answered 403: invalid_token' }],
    [404, 'no_service', { retryable: false, reason: 'Slack answered 404: no_service' }],
    [410, 'channel_is_archived', { retryable: false, reason: 'Slack answered 410: channel_is_archived' }],
    [500, 'rollup_error', { retryable: true, reason: 'Slack answered 500: rollup_error' }],
    [503, '', { retryable: true, reason: 'Slack answered 503: 0 characters that are not a known error code' }],
    [200, 'no_text', { retryable: true, reason: 'instead of ok: no_text' }],
    [200, `<a href="${url}">`, { retryable: true, reason: expect.stringMatching(/^instead of ok: \d+ characters/) }],
  ])('a post to Slack answered with %i %j fails', async (status, body, expected) => {
    answer = answering(status, body);
    expect(await post()).toEqual({ kind: 'failed', status, ...expected });
    expect(received).toHaveLength(1);
  });

  test.each([
    ['a header', { 'retry-after': '7' }, 'rate_limited', 7],
    ['its body', {}, '{"ok":false,"retry_after":30}', 30],
    ['nothing', {}, 'rate_limited', undefined],
    ['a date', { 'retry-after': 'Fri, 20 Nov 2026 20:00:00 GMT' }, 'rate_limited', undefined],
  ])(
    'a post to Slack that comes too fast may be repeated after what %s says',
    async (_where, headers, body, retryAfterSeconds) => {
      answer = answering(429, body, headers);
      const delivery = await post();
      expect(delivery).toMatchObject({ kind: 'failed', status: 429, retryable: true });
      expect(delivery).toHaveProperty('reason');
      expect('retryAfterSeconds' in delivery ? delivery.retryAfterSeconds : undefined).toBe(retryAfterSeconds);
    },
  );

  it('a post to Slack that loses its connection may be repeated', async () => {
    answer = (request) => request.socket.destroy();
    expect(await post()).toEqual({
      kind: 'failed',
      retryable: true,
      reason: expect.stringMatching(/^no response: [A-Z_]+$/),
    });
  });

  it('a post to Slack that nobody answers in time may be repeated', async () => {
    answer = () => {};
    expect(await post({ timeoutMs: 50 })).toEqual({
      kind: 'failed',
      retryable: true,
      timedOut: true,
      reason: 'no response within 50 ms',
    });
  });

  it('a post to Slack whose answer stops half way may be repeated', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '2' }).write('o');
    };
    expect(await post({ timeoutMs: 100 })).toMatchObject({ retryable: true, reason: 'no response within 100 ms' });
  });

  it('a post to Slack does not follow a redirect', async () => {
    answer = answering(302, '', { location: 'https://elsewhere.example/' });
    expect(await post()).toMatchObject({ kind: 'failed' });
    expect(received).toHaveLength(1);
  });

  test.each([
    ['no URL', `hooks.slack.com${secretPath}`, 'the webhook URL is not a URL'],
    ['a whole secret', `{"url":"${url}"}`, 'the webhook URL is not a URL'],
    ['not https', url.replace('https', 'http'), 'the webhook URL is not https'],
    ['this machine', 'http://localhost/services/x', 'the webhook URL is not https'],
    ['this machine over TLS', 'https://localhost/services/x', 'the webhook URL is not a Slack URL'],
    ['the metadata of an instance', 'https://169.254.169.254/x', 'the webhook URL is not a Slack URL'],
    ['a host that ends like one of Slack', 'https://hooks.slack.com.example/x', 'the webhook URL is not a Slack URL'],
    ['another port of Slack', 'https://hooks.slack.com:8443/x', 'the webhook URL is not a Slack URL'],
    ['a URL with credentials', url.replace('//', '//ana:pw@'), 'the webhook URL contains credentials'],
  ])('a post to %s instead of a Slack webhook is not tried', async (_what, wrong, reason) => {
    expect(await post({ url: wrong })).toEqual({ kind: 'failed', retryable: false, reason });
    expect(received).toEqual([]);
  });

  it.each([200, 500])(
    'a post to Slack reads 64 KB of an answer of status %i, and does not wait for the rest',
    async (status) => {
      let written = 0;
      answer = (_request, response) => {
        response.writeHead(status);
        const more = (): void => {
          if (response.destroyed || written > 50_000_000) return void response.end();
          written += 16_384;
          response.write('x'.repeat(16_384), more);
        };
        more();
      };

      expect(await post()).toMatchObject({ kind: 'failed', reason: expect.stringContaining('65536 characters') });
      expect(written).toBeLessThan(50_000_000);
    },
  );

  it('a post to Slack never tells the URL, even when an error does', async () => {
    const throwing = async () => {
      throw Object.assign(new TypeError(`Failed to parse URL from ${url}`), { code: url });
    };
    const delivery = await postToSlack({ url, message, fetch: throwing });
    expect(delivery).toEqual({ kind: 'failed', retryable: true, reason: 'no response: TypeError' });
  });
});
