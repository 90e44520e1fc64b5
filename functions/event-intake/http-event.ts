// What a function URL or an HTTP API delivers (payload format 2.0), as a request.
import * as z from 'zod';
import type { Request } from '#pipeline/intake/sender.ts';

const httpEvent = z.looseObject({
  version: z.literal('2.0'),
  rawPath: z.string(),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().default(''),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.looseObject({ http: z.looseObject({ method: z.string() }) }),
});

type HttpRequest = Request & {
  readonly method: string;
  /** The last part of the path: whose event it is. */
  readonly sender: string;
};

/** Undefined for what is no such event. */
export const requestIn = (event: unknown, nowMs: number): HttpRequest | undefined => {
  const parsed = httpEvent.safeParse(event);
  if (!parsed.success) return undefined;
  const { rawPath, headers, body, isBase64Encoded, requestContext } = parsed.data;
  return {
    method: requestContext.http.method,
    sender: rawPath.split('/').at(-1) ?? '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'),
    nowMs,
  };
};
