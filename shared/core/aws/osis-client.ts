// OpenSearch Ingestion by its REST API (2022-01-01). Its own client would bring a second, old copy of the SDK's core along, so its four
// operations are described here, and the client of another service that speaks the same protocol carries them out: credentials,
// signature, retries and timeouts are the SDK's.
import { PipesClient } from '@aws-sdk/client-pipes';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';

export type PipelineSummary = {
  readonly PipelineName?: string;
  readonly PipelineArn?: string;
  readonly Status?: string;
};

/** Under which the client knows the errors that every service of its protocol has. */
const namespace = 'com.amazonaws.pipes';

const command = makeBuilder(
  { Endpoint: { type: 'builtInParams', name: 'endpoint' }, Region: { type: 'builtInParams', name: 'region' } },
  'OSIS',
  'OsisClient',
  getEndpointPlugin,
);

type Member = readonly [name: string, schema: unknown];

const structure = (name: string, members: readonly Member[]) => [
  ...[3, namespace, name, 0],
  members.map(([member]) => member),
  members.map(([, schema]) => schema),
];

const text = 0;
const number = 1;

const operation = (name: string, http: readonly [method: string, path: string], input: unknown, output: unknown) =>
  [9, namespace, name, { http: [...http, 200] }, input, output] as never;

const summary = structure('PipelineSummary', [
  ['PipelineName', text],
  ['PipelineArn', text],
  ['Status', text],
]);
const summaries = [1, namespace, 'PipelineSummaryList', 0, summary];

const list = operation(
  'ListPipelines',
  ['GET', '/2022-01-01/osis/listPipelines'],
  structure('ListPipelinesRequest', [
    ['MaxResults', [number, { httpQuery: 'maxResults' }]],
    ['NextToken', [text, { httpQuery: 'nextToken' }]],
  ]),
  structure('ListPipelinesResponse', [
    ['NextToken', text],
    ['Pipelines', summaries],
  ]),
);

/** `httpLabel`: it stands in the path. */
const named = (name: string) => structure(name, [['PipelineName', [text, 1]]]);

const change = (name: string, path: string) =>
  operation(
    name,
    ['PUT', `/2022-01-01/osis/${path}/{PipelineName}`],
    named(`${name}Request`),
    structure(`${name}Response`, []),
  );

const none = () => [];

export const ListPipelinesCommand = command({}, none, 'ListPipelines', list);
export const StartPipelineCommand = command({}, none, 'StartPipeline', change('StartPipeline', 'startPipeline'));
export const StopPipelineCommand = command({}, none, 'StopPipeline', change('StopPipeline', 'stopPipeline'));

const domainOf = (region: string): string => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

/** A client whose requests go to OpenSearch Ingestion, signed for it. */
export const OsisClient = function osisClient(settings: Record<string, unknown>): PipesClient {
  const own = {
    ...settings,
    signingName: 'osis',
    endpoint: async () => {
      const region = await client.config.region();
      return { protocol: 'https:', hostname: `osis.${region}.${domainOf(region)}`, path: '/' };
    },
  };
  const client: PipesClient = new PipesClient(own);
  return client;
} as unknown as new (
  settings: Record<string, unknown>,
) => PipesClient;
