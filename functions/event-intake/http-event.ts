// What a function URL or an HTTP API delivers (payload format 2.0), as a request.
import type { Request } from '#pipeline/intake/sender.ts';
import { isRecord } from '#pipeline/is-record.ts';

type HttpRequest = Request & {
  readonly method: string;
  /** The last part of the path: whose event it is. */
  readonly sender: string;
};

const textIn = (record: unknown, name: string): string | undefined => {
  const value = isRecord(record) ? record[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};

const headersIn = (headers: unknown): Request['headers'] =>
  Object.fromEntries(
    Object.entries(isRecord(headers) ? headers : {}).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );

/** Undefined for what is no such event. */
export const requestIn = (event: unknown, nowMs: number): HttpRequest | undefined => {
  if (!isRecord(event) || event.version !== '2.0' || !isRecord(event.requestContext)) return undefined;
  const method = textIn(event.requestContext.http, 'method');
  const path = textIn(event, 'rawPath');
  if (method === undefined || path === undefined) return undefined;
  return {
    method,
    sender: path.split('/').at(-1) ?? '',
    headers: headersIn(event.headers),
    body: Buffer.from(textIn(event, 'body') ?? '', event.isBase64Encoded === true ? 'base64' : 'utf8'),
    nowMs,
  };
};
