// Asks `control` of an environment in AWS: by its URL, where AWS says who asks; where that is not to be had, by Invoke, where the
// function is only told.
import { GetFunctionUrlConfigCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { SignatureV4 } from '@smithy/signature-v4';
import { askFunction } from '#core/aws/invoke.ts';
import { Sha256 } from '#core/aws/sha256.ts';
import { functionNamesOf, urlAlias } from '#core/deployed.ts';
import type { Answer } from '#functions/control/answer.ts';
import type { Credentials } from './credentials.ts';
import { SiteError } from './site-error.ts';

type Asking = {
  readonly environment: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly lambda: Pick<LambdaClient, 'send'>;
};

/** Not made, or not to be seen: then Invoke is tried, which says what is wrong if that is all there is. */
const urlOf = async ({ environment, lambda }: Asking): Promise<string | undefined> => {
  const FunctionName = functionNamesOf(environment, 'control').function;
  try {
    return (await lambda.send(new GetFunctionUrlConfigCommand({ FunctionName, Qualifier: urlAlias }))).FunctionUrl;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'ResourceNotFoundException' || name === 'AccessDeniedException') return undefined;
    throw error;
  }
};

const signed = async (url: URL, body: string, { region, credentials }: Asking): Promise<Response> => {
  const signer = new SignatureV4({ service: 'lambda', region, credentials, sha256: Sha256 });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port === '' ? {} : { port: Number(url.port) }),
    path: url.pathname,
    query: {},
    headers: { host: url.host, 'content-type': 'application/json' },
    body,
  });
  return fetch(url, { method: 'POST', headers, body });
};

/** Its own answers are JSON with a `kind`; whatever else comes back is AWS's. */
const answerIn = (text: string, status: number): Answer => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'kind' in value) return value as Answer;
  } catch {
    // Said below.
  }
  const why = status === 403 ? ': this identity may not use its URL (docs/permissions.md)' : ` with status ${status}`;
  throw new SiteError(`control could not be asked${why}; nothing was changed`);
};

/** `by` is used only where nobody vouches for the caller. */
export const askControl =
  (asking: Asking, by: string) =>
  async (request: object): Promise<Answer> => {
    const { environment, lambda } = asking;
    const body = { environment, ...request };
    const url = await urlOf(asking);
    if (url === undefined) {
      const isChange = 'verb' in request && ['apply', 'again', 'adopt'].includes(String(request.verb));
      const event = { ...body, ...(isChange ? { by } : {}) };
      return (await askFunction(lambda)(functionNamesOf(environment, 'control').function, event)) as Answer;
    }
    const response = await signed(new URL(url), JSON.stringify(body), asking);
    return answerIn(await response.text(), response.status);
  };
