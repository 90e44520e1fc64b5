// The requests that OpenSearch Ingestion gets, and its answers: below the client there is only the network.
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { toOperationError } from '#core/aws/errors.ts';
import { OsisClient } from '#core/aws/osis-client.ts';
import { osisPipelineAdapter } from '#kinds/osis-pipeline/adapter.ts';

type Request = {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
};

type Answer = { readonly status?: number; readonly body: object; readonly error?: string };

/** A client whose network answers with these, one after the other. */
const answering = (region: string, ...answers: readonly Answer[]) => {
  const requests: Request[] = [];
  const left = [...answers];
  const handle = async (request: Request) => {
    requests.push(request);
    const { status = 200, body, error } = left.shift() ?? { body: {} };
    const headers = { 'content-type': 'application/json', ...(error ? { 'x-amzn-errortype': error } : {}) };
    return { response: { statusCode: status, headers, body: Readable.from([Buffer.from(JSON.stringify(body))]) } };
  };
  const client = new OsisClient({
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    requestHandler: { handle },
  });
  return { client, requests };
};

const pipeline = (name: string, Status: string) => ({
  PipelineName: name,
  PipelineArn: `arn:${name}`,
  Status,
  MinUnits: 1,
});

describe('the client of OpenSearch Ingestion', () => {
  it('the client of OpenSearch Ingestion lists every page, signed for its own service', async () => {
    const { client, requests } = answering(
      'eu-west-1',
      { body: { Pipelines: [pipeline('logs', 'ACTIVE')], NextToken: 'more' } },
      { body: { Pipelines: [pipeline('traces', 'STOPPED')] } },
    );

    const rows = await osisPipelineAdapter.read(client, undefined, undefined);

    expect(rows.map(({ name, status, arn }) => [name, status, arn])).toEqual([
      ['logs', 'ACTIVE', 'arn:logs'],
      ['traces', 'STOPPED', 'arn:traces'],
    ]);
    expect(requests.map(({ method, hostname, path, query }) => [method, hostname, path, query])).toEqual([
      ['GET', 'osis.eu-west-1.amazonaws.com', '/2022-01-01/osis/listPipelines', { maxResults: '100' }],
      [
        'GET',
        'osis.eu-west-1.amazonaws.com',
        '/2022-01-01/osis/listPipelines',
        { maxResults: '100', nextToken: 'more' },
      ],
    ]);
    expect(requests[0]?.headers.authorization).toContain('/eu-west-1/osis/aws4_request');
  });

  it.each([
    ['start', '/2022-01-01/osis/startPipeline/logs'],
    ['stop', '/2022-01-01/osis/stopPipeline/logs'],
  ] as const)('the client of OpenSearch Ingestion makes a %s by PUT %s', async (to, path) => {
    const { client, requests } = answering('cn-north-1', { body: { Pipeline: {} } });

    await osisPipelineAdapter.change(client, to, 'logs', undefined);

    expect(requests).toMatchObject([{ method: 'PUT', hostname: 'osis.cn-north-1.amazonaws.com.cn', path }]);
  });

  it.each([
    [409, 'ConflictException', 'MOVED'],
    [404, 'ResourceNotFoundException', 'NOT_FOUND'],
    [403, 'AccessDeniedException', 'ACCESS_DENIED'],
    [500, 'InternalException', 'UNAVAILABLE'],
  ])('the client of OpenSearch Ingestion throws what a run understands of %i %s: %s', async (status, error, code) => {
    const { client } = answering('us-east-1', { status, error, body: { message: 'no' } });

    const thrown = await osisPipelineAdapter.change(client, 'stop', 'logs', undefined).catch((one: unknown) => one);

    expect(toOperationError(thrown, 'stop')).toMatchObject({ code, awsCode: error });
  });
});
