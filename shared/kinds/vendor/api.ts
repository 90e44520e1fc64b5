// The HTTP API of a vendor: retries what passes by itself, and gives refusals the form that runs understand. What proves who asks
// is in no error.
import { type ErrorCode, OperationError } from '#core/errors.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import { failureText, isUnanswered, type Web, type WebAnswer, type WebRequest, webCommand } from '../web/web-client.ts';

export type VendorRequest = Pick<WebRequest, 'method' | 'url' | 'body'> & {
  /** As traces and scenarios know it: `PauseCluster`. */
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly authorization: string;
};

export type VendorApi = {
  /** What it is called in errors. */
  readonly vendor: string;
  readonly web: Web;
  readonly runtime: Pick<Runtime, 'now' | 'pause'>;
  /** Refusals by the vendor's own code that mean "not now": the run looks again. */
  readonly passing?: ReadonlySet<string>;
};

const timeoutSeconds = 20;
const attemptsMax = 3;
const waitSecondsMax = 20;

const jsonOf = (body: string): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
};

const isTemporary = (status: number): boolean => status === 429 || status === 408 || status >= 500;

/** Seconds, or a date. */
export const retryAfterSeconds = (text: string | undefined, nowMs: number): number | undefined => {
  if (text === undefined) return undefined;
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : (Date.parse(text) - nowMs) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
};

const codeOf = (status: number, own: string, passing: ReadonlySet<string>): ErrorCode => {
  if (passing.has(own) || status === 409) return 'MOVED';
  if (status === 429) return 'THROTTLED';
  if (status === 401 || status === 403) return 'ACCESS_DENIED';
  if (status === 404) return 'NOT_FOUND';
  return isTemporary(status) ? 'UNAVAILABLE' : 'INVALID';
};

const textsMax = 300;

/** A vendor that repeats in an error what it was sent would have it in every report. */
const redacted = (text: string, authorization: string): string => {
  const [scheme, value = authorization] = authorization.split(' ');
  const inside = scheme === 'Basic' ? Buffer.from(value, 'base64').toString().split(':') : [];
  return [value, ...inside]
    .filter((part) => part.length >= 6)
    .reduce((shown, part) => shown.replaceAll(part, '…'), text)
    .slice(0, textsMax);
};

const refusalOf = (
  { vendor, passing = new Set() }: VendorApi,
  { name, authorization }: VendorRequest,
  { status, body }: WebAnswer,
): OperationError => {
  const { errorCode, error, detail, message } = jsonOf(body);
  const own = typeof errorCode === 'string' ? errorCode : `HTTP_${status}`;
  const says = [detail, message, error].find((one) => typeof one === 'string') ?? '';
  const text = `${vendor} ${name}: ${own}${says === '' ? '' : `: ${redacted(String(says), authorization)}`}`;
  return new OperationError(codeOf(status, own, passing), text, { awsCode: own });
};

const attempt = async ({ vendor, web }: VendorApi, request: VendorRequest): Promise<WebAnswer> => {
  const { name, authorization, ...rest } = request;
  try {
    return await web.send(webCommand(name, { ...rest, timeoutSeconds }, authorization));
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    // The cause would have the request in it.
    throw new OperationError('UNAVAILABLE', `${vendor} ${name}: ${failureText(error, timeoutSeconds)}`, {
      awsCode: 'NO_ANSWER',
    });
  }
};

/** The JSON of the answer. Every request may be made twice. Throws `OperationError`. */
export const askVendor = async (api: VendorApi, request: VendorRequest): Promise<Readonly<Record<string, unknown>>> => {
  const { pause, now } = api.runtime;
  for (let tried = 1; ; tried++) {
    let answer: WebAnswer | undefined;
    let failure: OperationError;
    try {
      answer = await attempt(api, request);
      if (answer.status >= 200 && answer.status < 300) return jsonOf(answer.body);
      failure = refusalOf(api, request, answer);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      failure = error;
    }
    const isPassing = answer === undefined || isTemporary(answer.status);
    const seconds = retryAfterSeconds(answer?.headers['retry-after'], now().getTime()) ?? 2 ** (tried - 1);
    // What asks for a longer wait is asked again by the next look.
    if (!isPassing || !pause || tried >= attemptsMax || seconds > waitSecondsMax) throw failure;
    await pause(seconds * 1_000).over;
  }
};
