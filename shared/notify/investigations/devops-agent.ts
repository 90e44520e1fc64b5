// Calls of AWS DevOps Agent. There is no client for JavaScript, so requests are made by the service's model (facts/streaming.md 7)
// and signed here: REST with JSON, service name `aidevops`.
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '#core/aws/sha256.ts';
import { OperationError } from '#core/errors.ts';
import type { BacklogTask } from './request.ts';

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

export type JournalRecord = { readonly recordId: string; readonly recordType: string; readonly content: unknown };

export type DevOpsAgent = {
  /**
   * Answers with the task's id; undefined for a token that was used with another text, so that its task exists. Throws
   * `OperationError`; its `awsCode` is ServiceQuotaExceededException when the account or the space has no more of it.
   */
  create(agentSpace: string, task: BacklogTask): Promise<string | undefined>;
  /** The newest records of an execution, newest first. */
  journal(agentSpace: string, execution: string): Promise<readonly JournalRecord[]>;
};

type Surroundings = {
  readonly region: string;
  readonly credentials: () => Promise<Credentials>;
  readonly fetch?: typeof globalThis.fetch;
  /** When a request is signed, if not now. */
  readonly signingDate?: () => Date;
};

const timeoutMs = 10_000;
const pagesMax = 5;

const codeOf = (status: number): OperationError['code'] => {
  if (status === 429) return 'THROTTLED';
  if (status >= 500) return 'UNAVAILABLE';
  return status === 403 ? 'ACCESS_DENIED' : status === 404 ? 'NOT_FOUND' : status === 409 ? 'MOVED' : 'INVALID';
};

const namesByStatus: Readonly<Record<number, string>> = {
  402: 'ServiceQuotaExceededException',
  409: 'ConflictException',
  413: 'ContentSizeExceededException',
  429: 'ThrottlingException',
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** `ServiceQuotaExceededException:http://…`: what follows the name says nothing. */
const errorOf = (doing: string, response: Response, text: string): OperationError => {
  const body = parsed(text);
  const named =
    response.headers.get('x-amzn-errortype') ?? (isRecord(body) ? String(body.__type ?? body.code ?? '') : '');
  const awsCode = named.split(':')[0]?.split('#').at(-1) || namesByStatus[response.status] || `HTTP ${response.status}`;
  const message = isRecord(body) && typeof body.message === 'string' ? `: ${body.message.slice(0, 300)}` : '';
  return new OperationError(codeOf(response.status), `${doing} failed: ${awsCode}${message}`, { awsCode });
};

const recordsIn = (answer: unknown): JournalRecord[] =>
  (isRecord(answer) && Array.isArray(answer.records) ? answer.records : []).flatMap((one: unknown) =>
    isRecord(one) && typeof one.recordId === 'string'
      ? [{ recordId: one.recordId, recordType: String(one.recordType ?? ''), content: one.content }]
      : [],
  );

export const devOpsAgent = ({
  region,
  credentials,
  fetch = globalThis.fetch,
  signingDate,
}: Surroundings): DevOpsAgent => {
  const hostname = `aidevops.${region}.api.aws`;
  const signer = new SignatureV4({ service: 'aidevops', region, credentials, sha256: Sha256 });

  const post = async (doing: string, path: string, input: object): Promise<unknown> => {
    const body = JSON.stringify(input);
    const request = {
      ...{ method: 'POST', protocol: 'https:', hostname, path, query: {}, body },
      headers: { host: hostname, 'content-type': 'application/json' },
    };
    const { headers } = await signer.sign(request, signingDate === undefined ? {} : { signingDate: signingDate() });
    const response = await fetch(`https://${hostname}${path}`, {
      ...{ method: 'POST', headers, body, redirect: 'error' },
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new OperationError('UNAVAILABLE', `${doing} failed: no answer`, { cause: error });
    });
    const text = await response.text();
    if (!response.ok) throw errorOf(doing, response, text);
    return parsed(text);
  };

  return {
    async create(agentSpace, task) {
      try {
        const answer = await post(
          'CreateBacklogTask',
          `/backlog/agent-space/${encodeURIComponent(agentSpace)}/tasks`,
          task,
        );
        const created = isRecord(answer) ? answer.task : undefined;
        if (isRecord(created) && typeof created.taskId === 'string') return created.taskId;
        throw new OperationError('UNAVAILABLE', 'CreateBacklogTask failed: the answer names no task');
      } catch (error) {
        if (error instanceof OperationError && error.awsCode === 'ConflictException') return undefined;
        throw error;
      }
    },
    async journal(agentSpace, executionId) {
      const records: JournalRecord[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < pagesMax; page++) {
        const input = { executionId, limit: 100, order: 'DESC', ...(nextToken === undefined ? {} : { nextToken }) };
        const path = `/journal/agent-space/${encodeURIComponent(agentSpace)}/journalRecords`;
        const answer = await post('ListJournalRecords', path, input);
        records.push(...recordsIn(answer));
        nextToken = isRecord(answer) && typeof answer.nextToken === 'string' ? answer.nextToken : undefined;
        if (nextToken === undefined) break;
      }
      return records;
    },
  };
};
