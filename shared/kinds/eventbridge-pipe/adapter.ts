import { ListPipesCommand, type Pipe, PipesClient, StartPipeCommand, StopPipeCommand } from '@aws-sdk/client-pipes';
import { changedBy, everything, listedAdapter, reading } from '../listed-adapter.ts';

export const eventbridgePipeAdapter = listedAdapter<PipesClient, Pipe>({
  client: PipesClient,
  list: reading(ListPipesCommand, 'Pipes', everything({ Limit: 100 })),
  readsAll: true,
  row: { name: 'Name', status: 'CurrentState', arn: 'Arn' },
  changes: changedBy('Name', StartPipeCommand, StopPipeCommand),
});
