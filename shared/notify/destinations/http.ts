// One call of an HTTP API, carefully: no redirects, a limit to what is read of the answer, and nothing of the URL in messages
// about a failure.
import { type Failed, failedForNow, refused } from '../delivery/delivery.ts';

export type HttpRequest = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
};

export type HttpAnswer = {
  readonly status: number;
  /** Of the header, if it is there. */
  readonly retryAfter: string | undefined;
  /** Its first 64 KB. */
  readonly text: string;
};

/** Throws what the platform throws when there is no answer. */
export type HttpCall = (request: HttpRequest) => Promise<HttpAnswer>;

const answerBytesMax = 64 * 1_024;

/** More of an answer is not read: it would only fill the memory of the function. */
export const textIn = async (body: AsyncIterable<Uint8Array> | null | undefined): Promise<string> => {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // Leaving the loop cancels the rest of the answer.
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk.subarray(0, answerBytesMax - bytes), { stream: true });
    bytes += chunk.length;
    if (bytes >= answerBytesMax) break;
  }
  return text;
};

export const fetchCall =
  (fetch: typeof globalThis.fetch): HttpCall =>
  async ({ url, ...request }) => {
    const answer = await fetch(url, { ...request, redirect: 'manual' });
    const { status, headers, body } = answer;
    return { status, retryAfter: headers.get('retry-after') ?? undefined, text: await textIn(body) };
  };

const codeOf = (error: unknown): string => {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && typeof cause.code === 'string' && /^[A-Z_0-9]{1,40}$/.test(cause.code)) return cause.code;
  return error instanceof Error ? error.name : 'unknown error';
};

const timedOut = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

const secondsIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined;

/** What is left to say about a status that is neither success nor for the destination to explain. */
export const failureOf = (name: string, { status, retryAfter }: HttpAnswer, detail = ''): Failed => {
  const reason = `${name} answered ${status}${detail === '' ? '' : `: ${detail}`}`;
  if (status !== 429 && status < 500) return refused(reason, status);
  const retryAfterSeconds = secondsIn(retryAfter);
  return failedForNow(reason, { status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
};

/** An answer below 300, or why there was none. `detail` finds in an answer what may be repeated of it. */
export const ask = async (
  name: string,
  call: HttpCall,
  request: HttpRequest,
  detail: (answer: HttpAnswer) => string = () => '',
): Promise<HttpAnswer | Failed> => {
  try {
    const answer = await call(request);
    return answer.status >= 200 && answer.status < 300 ? answer : failureOf(name, answer, detail(answer));
  } catch (error) {
    return timedOut(error)
      ? failedForNow(`no response from ${name} in time`, { timedOut: true })
      : failedForNow(`no response from ${name}: ${codeOf(error)}`);
  }
};

export const isFailed = (answer: object): answer is Failed => 'kind' in answer && answer.kind === 'failed';
