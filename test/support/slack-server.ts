// A local HTTP server that behaves like an incoming webhook of Slack: limits, bare words, pace, and every way to fail.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SlackMood =
  | { readonly kind: 'well' }
  | { readonly kind: 'down'; readonly status: 500 | 502 | 503 | 504 }
  | { readonly kind: 'patience'; readonly seconds: number }
  | { readonly kind: 'silent' }
  | { readonly kind: 'reset' }
  /** Takes the message and then loses the connection: nobody knows that it was taken. */
  | { readonly kind: 'taken-then-reset' }
  | { readonly kind: 'proxy' }
  | { readonly kind: 'refuses-layout' };

type Taken = { readonly atMs: number; readonly path: string; readonly text: string; readonly payload: string };

type Payload = { readonly text?: string; readonly attachments?: readonly { readonly blocks: readonly Block[] }[] };
type Block = { readonly text?: { readonly text: string } };

/** Of Slack's limits those that a message can break; what it answers then, as a bare word. */
const complaint = (body: string): string | undefined => {
  const { text = '', attachments = [] } = JSON.parse(body) as Payload;
  const blocks = attachments.flatMap((attachment) => attachment.blocks);
  if (text === '' && blocks.length === 0) return 'no_text';
  const tooLong = blocks.some((block) => (block.text?.text.length ?? 1) > 3_000 || block.text?.text.length === 0);
  return tooLong || blocks.length > 50 || body.length > 13_000 ? 'invalid_blocks' : undefined;
};

export const slackServer = async (nowMs: () => number) => {
  const taken: Taken[] = [];
  const tooFast: number[] = [];
  let mood: SlackMood = { kind: 'well' };
  let path = '/services/first';
  let lastMs = Number.NEGATIVE_INFINITY;

  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = (status: number, word: string, headers = {}) => response.writeHead(status, headers).end(word);
    const take = () => {
      if (nowMs() - lastMs < 1_000) tooFast.push(nowMs());
      lastMs = nowMs();
      taken.push({ atMs: nowMs(), path, text: (JSON.parse(body) as Payload).text ?? '', payload: body });
    };
    if (mood.kind === 'silent') return;
    if (mood.kind === 'reset') return void request.socket.destroy();
    if (mood.kind === 'proxy') return void answer(200, '<html>sign in</html>');
    if (mood.kind === 'down') return void answer(mood.status, 'rollup_error');
    if (mood.kind === 'patience') return void answer(429, 'rate_limited', { 'retry-after': String(mood.seconds) });
    if (request.url !== path) return void answer(404, 'no_service');
    const wrong = complaint(body);
    if (wrong !== undefined) return void answer(400, wrong);
    if (mood.kind === 'refuses-layout' && body.includes('"attachments"')) return void answer(400, 'invalid_blocks');
    take();
    if (mood.kind === 'taken-then-reset') request.socket.destroy();
    else answer(200, 'ok');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  return {
    taken,
    /** When a post came within a second of the one before. */
    tooFast,
    is(next: SlackMood): void {
      mood = next;
    },
    /** The webhook moves: the old URL is gone. */
    move(to: string): void {
      path = `/services/${to}`;
    },
    url: () => `https://hooks.slack.com${path}`,
    /** The machine's own, with this server in the place of Slack's. */
    fetch: ((to, init) => fetch(`http://127.0.0.1:${port}${new URL(String(to)).pathname}`, init)) as typeof fetch,
    close(): void {
      server.closeAllConnections();
      server.close();
    },
  };
};

export type SlackServer = Awaited<ReturnType<typeof slackServer>>;
