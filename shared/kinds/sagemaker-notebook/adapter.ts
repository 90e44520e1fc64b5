import {
  ListNotebookInstancesCommand,
  type NotebookInstanceSummary,
  SageMakerClient,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { changedBy, everything, listedAdapter, reading } from '../listed-adapter.ts';

export const sagemakerNotebookAdapter = listedAdapter<SageMakerClient, NotebookInstanceSummary>({
  client: SageMakerClient,
  list: reading(ListNotebookInstancesCommand, 'NotebookInstances', everything({ MaxResults: 100 })),
  readsAll: true,
  row: { name: 'NotebookInstanceName', status: 'NotebookInstanceStatus', arn: 'NotebookInstanceArn' },
  changes: changedBy('NotebookInstanceName', StartNotebookInstanceCommand, StopNotebookInstanceCommand),
  // SageMaker has one name for everything that is wrong with a call; only its words tell them apart.
  meaning: ({ awsCode, message }) => {
    if (awsCode !== 'ValidationException') return undefined;
    if (message.includes('RecordNotFound')) return 'NOT_FOUND';
    return /\bStatus\b.*\bnot in\b/i.test(message) ? 'MOVED' : undefined;
  },
});
