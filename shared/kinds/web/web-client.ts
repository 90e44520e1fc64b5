// One HTTP request, as `fetch` makes it. Rehearsals answer below this, as they do below the clients of AWS.
export type WebRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutSeconds: number;
  /** Only the status is wanted: the body, however long, is not read. */
  readonly statusOnly?: true;
};

export type WebAnswer = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A request by the name that traces and scenarios know it by. What proves who asks is apart: no trace and no error shows it. */
export type WebCommand = {
  readonly schema: readonly [0, 'web', string];
  readonly input: WebRequest;
  readonly authorization?: string;
};

export const webCommand = (name: string, input: WebRequest, authorization?: string): WebCommand => ({
  schema: [0, 'web', name],
  input,
  ...(authorization === undefined ? {} : { authorization }),
});

const textOf = async (answer: Response, statusOnly: boolean): Promise<string> => {
  if (!statusOnly) return answer.text();
  await answer.body?.cancel();
  return '';
};

const headersOf = (authorization: string | undefined, { headers = {} }: WebRequest): Record<string, string> =>
  authorization === undefined ? { ...headers } : { ...headers, authorization };

/** Certificates are verified, redirects are answers. Throws what `fetch` throws. */
const fetched = async ({ input, authorization }: WebCommand, by: typeof fetch = fetch): Promise<WebAnswer> => {
  const answer = await by(input.url, {
    method: input.method,
    headers: headersOf(authorization, input),
    redirect: 'manual',
    signal: AbortSignal.timeout(input.timeoutSeconds * 1_000),
    ...(input.body === undefined ? {} : { body: input.body }),
  });
  return {
    status: answer.status,
    headers: Object.fromEntries(answer.headers),
    body: await textOf(answer, input.statusOnly === true),
  };
};

/** What makes it is what makes the clients of AWS, so it is a class with `send`. */
export class WebClient {
  readonly send = (command: WebCommand): Promise<WebAnswer> => fetched(command);
}

export type Web = Pick<WebClient, 'send'>;

type Failed = Error & { readonly code?: unknown; readonly cause?: unknown };

/** Nothing answered: the connection broke, or the time was up. Anything else that is thrown is a bug. */
export const isUnanswered = (error: unknown): error is Error =>
  error instanceof Error &&
  ((error instanceof TypeError && error.cause !== undefined) || ['TimeoutError', 'AbortError'].includes(error.name));

/** Why nothing answered, without the address, which may have a token in its query. */
export const failureText = (error: Error, timeoutSeconds: number): string => {
  if (error.name === 'TimeoutError') return `no answer within ${timeoutSeconds} s`;
  const { code } = (error as Failed).cause instanceof Error ? ((error as Failed).cause as Failed) : (error as Failed);
  return typeof code === 'string' ? `no answer: ${code}` : 'no answer';
};
