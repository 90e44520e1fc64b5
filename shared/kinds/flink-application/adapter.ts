import {
  type ApplicationSummary,
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  ListApplicationSnapshotsCommand,
  ListApplicationsCommand,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { changedBy, everything, listedAdapter, reading, telling } from '../listed-adapter.ts';

const snapshots = 'ApplicationConfigurationDescription.ApplicationSnapshotConfigurationDescription.SnapshotsEnabled';

export const flinkApplicationAdapter = listedAdapter<KinesisAnalyticsV2Client, ApplicationSummary>({
  client: KinesisAnalyticsV2Client,
  list: reading(ListApplicationsCommand, 'ApplicationSummaries', everything({ Limit: 50 })),
  readsAll: true,
  row: { name: 'ApplicationName', status: 'ApplicationStatus', arn: 'ApplicationARN' },
  // Whether it takes a snapshot matters before it stops, and before it starts from one. An application of SQL has none.
  also: [
    telling(DescribeApplicationCommand, 'ApplicationDetail', 'ApplicationName', {
      withoutSnapshots: [snapshots, 'false', 'true', 'unsaid'],
    }),
  ],
  // Without snapshots there is none to start from, and asking for one would be refused.
  handle: ({ withoutSnapshots }) => (withoutSnapshots ? 'SKIP_RESTORE_FROM_SNAPSHOT' : 'RESTORE_FROM_LATEST_SNAPSHOT'),
  changes: changedBy('ApplicationName', StartApplicationCommand, StopApplicationCommand, (ApplicationRestoreType) => ({
    RunConfiguration: { ApplicationRestoreConfiguration: { ApplicationRestoreType } },
  })),
  // AWS deletes none, and each stop makes one.
  fills: {
    ...{ command: ListApplicationSnapshotsCommand, list: 'SnapshotSummaries', limit: 1_000 },
    atLimit: 'it has 1,000 snapshots, its limit: stops still make theirs, others fail until some are deleted',
  },
});
