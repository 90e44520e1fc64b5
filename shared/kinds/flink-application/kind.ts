// Managed Service for Apache Flink. A stop takes a snapshot (`Force` would not, so it is never set), a start begins from the latest.

import { ourRefusal, startAndStop, startingAndStopping } from '../described/usual-parts.ts';
import { awsName, flag } from '../fields.ts';
import { statusKind, statusList } from '../status-kind.ts';

const stuck =
  'if it stays so, its state does not fit its code: look at the errors of its job, and start it by hand with AllowNonRestoredState if the state that does not fit may go';

export const flinkApplication = statusKind({
  kind: 'flink-application',
  help: 'An application of Managed Service for Apache Flink, stopped with a snapshot and started from the latest one. Each start is charged for at least ten minutes. AWS keeps every snapshot: a stop warns when it has 1,000, its limit.',
  fields: {
    application: awsName(/^[a-zA-Z0-9_.-]{1,128}$/, 'name of the Flink application', 'poc-atlas-dev-enrichment'),
    acceptStateLoss: flag(
      false,
      'Stop it although its snapshots are off, so that it starts without state. Default: false, and a stop is refused then.',
    ).exactOptional(),
  },
  deadlineMinutes: { start: 45, stop: 45 },
  init: { order: 'service', role: 'both', word: 'flink', heading: 'Flink: stopped with a snapshot, started from it.' },
  statuses: {
    up: ['RUNNING'],
    down: ['READY'],
    moving: statusList('AUTOSCALING FORCE_STOPPING MAINTENANCE ROLLING_BACK STARTING STOPPING UPDATING'),
    broken: ['DELETING', 'ROLLED_BACK'],
  },
  gone: ['DELETING'],
  hints: { STARTING: stuck, STOPPING: stuck, UPDATING: stuck, MAINTENANCE: 'AWS ends that by itself' },
  cannotStop: ({ withoutSnapshots }, { acceptStateLoss } = {}) =>
    ourRefusal(
      withoutSnapshots && !acceptStateLoss,
      'NO_SNAPSHOTS',
      'its snapshots are off, so that it would start without its state: turn them on, or set acceptStateLoss: true',
    ),
  warns: ({ withoutSnapshots }) => (withoutSnapshots ? 'it will start without its state' : undefined),
  calls: startAndStop('kinesisanalyticsv2', 'Application', ['DescribeApplication'], 'ListApplicationSnapshots'),
  arn: { service: 'kinesisanalytics', prefix: 'application/' },
  metric: { namespace: 'AWS/KinesisAnalytics', name: 'uptime', dimension: 'Application' },
  notPriced:
    'the price table has no price for Managed Service for Apache Flink; each start costs at least ten minutes, so that a shorter stop costs more than it saves',
  rehearsal: {
    ...startingAndStopping('flink', 'ResourceInUseException'),
    facts: { withoutSnapshots: true },
    otherFacts: { atLimit: true },
  },
});
