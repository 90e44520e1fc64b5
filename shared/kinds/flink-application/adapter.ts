import {
  type ApplicationSummary,
  DescribeApplicationCommand,
  KinesisAnalyticsV2Client,
  ListApplicationsCommand,
  StartApplicationCommand,
  StopApplicationCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import { everything, listedAdapter, reading, readingEach } from '../listed-adapter.ts';

const snapshots = 'ApplicationConfigurationDescription.ApplicationSnapshotConfigurationDescription.SnapshotsEnabled';

/** What it starts from; without snapshots there is none, and asking for one would be refused. */
const restoreBy = (ApplicationRestoreType: string) => ({
  RunConfiguration: { ApplicationRestoreConfiguration: { ApplicationRestoreType } },
});

export const flinkApplicationAdapter = listedAdapter<KinesisAnalyticsV2Client, ApplicationSummary>({
  client: KinesisAnalyticsV2Client,
  list: reading(ListApplicationsCommand, 'ApplicationSummaries', everything({ Limit: 50 })),
  readsAll: true,
  row: { name: 'ApplicationName', status: 'ApplicationStatus', arn: 'ApplicationARN' },
  also: [
    {
      read: readingEach(DescribeApplicationCommand, 'ApplicationDetail', (ApplicationName) => ({ ApplicationName })),
      // Whether it takes a snapshot matters before it stops, and before it starts from one. An application of SQL has none.
      of: ({ status }) => status !== 'DELETING',
      facts: { withoutSnapshots: [snapshots, 'false', 'true', 'unsaid'] },
    },
  ],
  handle: ({ withoutSnapshots }) => (withoutSnapshots ? 'SKIP_RESTORE_FROM_SNAPSHOT' : 'RESTORE_FROM_LATEST_SNAPSHOT'),
  changes: {
    start: StartApplicationCommand,
    stop: StopApplicationCommand,
    input: (ApplicationName, to, restore) => ({ ApplicationName, ...(to === 'start' ? restoreBy(restore) : {}) }),
  },
});
