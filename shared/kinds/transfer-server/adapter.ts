import {
  type ListedServer,
  ListServersCommand,
  StartServerCommand,
  StopServerCommand,
  TransferClient,
} from '@aws-sdk/client-transfer';
import { changedBy, everything, listedAdapter, reading } from '../listed-adapter.ts';

export const transferServerAdapter = listedAdapter<TransferClient, ListedServer>({
  client: TransferClient,
  list: reading(ListServersCommand, 'Servers', everything({ MaxResults: 1000 })),
  readsAll: true,
  row: { name: 'ServerId', status: 'State', arn: 'Arn' },
  changes: changedBy('ServerId', StartServerCommand, StopServerCommand),
  // It has no name of its own for the wrong state.
  meaning: ({ awsCode }) => (awsCode === 'InvalidRequestException' ? 'MOVED' : undefined),
});
