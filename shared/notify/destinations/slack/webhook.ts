// Posts one message to one incoming webhook. The only import of the Slack SDK. Never throws. The reason of a failure never holds
// the URL, which is a secret (facts/notifications.md 3, "@slack/webhook 8.x").
import {
  type FetchFunction,
  IncomingWebhook,
  IncomingWebhookHTTPError,
  IncomingWebhookRequestError,
  type IncomingWebhookSendArguments,
} from '@slack/webhook';
import type { Delivery, Failed } from '../../delivery/delivery.ts';
import { parsedJson } from '../../recognition/json.ts';
import type { SlackMessage } from '../../rendering/message.ts';
import { textIn } from '../http.ts';

export type SlackParts = {
  /** Replaces the global `fetch`, for a simulated Slack. */
  readonly fetch?: FetchFunction;
  readonly timeoutMs?: number;
};

type SlackPost = SlackParts & { readonly url: string; readonly message: SlackMessage };

type Answer = Awaited<ReturnType<FetchFunction>>;

const failed = (retryable: boolean, reason: string, status?: number, retryAfterSeconds?: number): Failed => ({
  kind: 'failed',
  retryable,
  reason,
  ...(status === undefined ? {} : { status }),
  ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
});

/** Slack's hosts, commercial and government. A changed secret cannot send messages elsewhere. */
const slackHosts: ReadonlySet<string> = new Set(['hooks.slack.com', 'hooks.slack-gov.com']);

// The SDK puts an unparsable URL into its error, and `fetch` does so with a URL that has credentials. Both are refused first.
const invalid = (url: string): string | undefined => {
  const parsed = URL.parse(url);
  if (parsed === null) return 'the webhook URL is not a URL';
  if (parsed.protocol !== 'https:') return 'the webhook URL is not https';
  if (parsed.username || parsed.password) return 'the webhook URL contains credentials';
  return slackHosts.has(parsed.host) ? undefined : 'the webhook URL is not a Slack URL';
};

const payload = ({ text, attachments }: SlackMessage): IncomingWebhookSendArguments =>
  attachments.length === 0
    ? { text }
    : { text, attachments: attachments.map(({ blocks, ...attachment }) => ({ ...attachment, blocks: [...blocks] })) };

/** Limits the text of an answer. A simulated Slack has no stream and short answers. */
const limited = (answer: Answer): Answer => {
  if (!(answer instanceof Response)) return answer;
  const { ok, status, statusText, url, headers } = answer;
  const text = () => textIn(answer.body);
  return {
    ...{ ok, status, statusText, url, headers, text },
    arrayBuffer: async () => new TextEncoder().encode(await text()).buffer,
    json: async () => parsedJson(await text()),
  };
};

/** Only Slack's own error codes. Other answers may echo the URL. */
const errorCodeIn = (body: string): string => {
  const code = body.trim();
  return /^[a-z_]{1,60}$/.test(code) ? code : `${body.length} characters that are not a known error code`;
};

const secondsIn = (text: string): number | undefined => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined);

// The SDK drops the header. The body may hold the same number.
const retryAfter = (answer: Answer | undefined, body: string): number | undefined => {
  const fromHeader = secondsIn(answer?.headers.get('retry-after') ?? '');
  if (fromHeader !== undefined) return fromHeader;
  const json = parsedJson(body);
  return typeof json === 'object' && json !== null && 'retry_after' in json
    ? secondsIn(String(json.retry_after))
    : undefined;
};

const codeOf = (error: unknown): string => {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z_0-9]{1,40}$/.test(cause.code)) return cause.code;
  return error instanceof Error ? error.name : 'unknown error';
};

const explained = (error: unknown, answer: Answer | undefined, timeoutMs: number): Failed => {
  if (error instanceof IncomingWebhookHTTPError) {
    const { statusCode: status, body } = error;
    const later = status === 429 || status >= 500;
    return failed(
      later,
      `Slack answered ${status}: ${errorCodeIn(body)}`,
      status,
      later ? retryAfter(answer, body) : undefined,
    );
  }
  const cause = error instanceof IncomingWebhookRequestError ? error.original : error;
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return { ...failed(true, `no response within ${timeoutMs} ms`), timedOut: true };
  return failed(true, `no response: ${codeOf(cause)}`);
};

export const postToSlack = async (post: SlackPost): Promise<Delivery> => {
  const { message, fetch = globalThis.fetch, timeoutMs = 10_000 } = post;
  const url = post.url.trim();
  const wrong = invalid(url);
  if (wrong !== undefined) return failed(false, wrong);
  let answer: Answer | undefined;
  const listening: FetchFunction = async (to, init) => {
    answer = limited(await fetch(to, init));
    return answer;
  };
  try {
    const { text } = await new IncomingWebhook(url, { fetch: listening, timeout: timeoutMs }).send(payload(message));
    // The SDK takes any 200 as success. Only Slack answers "ok"; a proxy does not.
    return text.trim() === 'ok'
      ? { kind: 'delivered' }
      : failed(true, `instead of ok: ${errorCodeIn(text)}`, answer?.status);
  } catch (error) {
    return explained(error, answer, timeoutMs);
  }
};
