import {
  AppRunnerClient,
  ListServicesCommand,
  PauseServiceCommand,
  ResumeServiceCommand,
  type ServiceSummary,
} from '@aws-sdk/client-apprunner';
import { everything, listedAdapter, reading } from '../listed-adapter.ts';

export const appRunnerServiceAdapter = listedAdapter<AppRunnerClient, ServiceSummary>({
  client: AppRunnerClient,
  list: reading(ListServicesCommand, 'ServiceSummaryList', everything({ MaxResults: 20 })),
  readsAll: true,
  row: { name: 'ServiceName', status: 'Status', hosts: ['ServiceUrl'], handle: 'ServiceArn', arn: 'ServiceArn' },
  changes: {
    start: ResumeServiceCommand,
    stop: PauseServiceCommand,
    input: (_, __, ServiceArn) => ({ ServiceArn }),
  },
});
