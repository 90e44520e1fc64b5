import type { PipesClient } from '@aws-sdk/client-pipes';
import {
  ListPipelinesCommand,
  OsisClient,
  type PipelineSummary,
  StartPipelineCommand,
  StopPipelineCommand,
} from '#core/aws/osis-client.ts';
import { changedBy, everything, listedAdapter, reading } from '../listed-adapter.ts';

export const osisPipelineAdapter = listedAdapter<PipesClient, PipelineSummary>({
  client: OsisClient,
  list: reading(ListPipelinesCommand, 'Pipelines', everything({ MaxResults: 100 })),
  readsAll: true,
  row: { name: 'PipelineName', status: 'Status', arn: 'PipelineArn' },
  changes: changedBy('PipelineName', StartPipelineCommand, StopPipelineCommand),
});
