// Jobs of AWS Backup: events of EventBridge, as "Monitoring AWS Backup events using Amazon EventBridge" documents them. Backup and
// copy jobs have a `state`, restore jobs a `status`. A backup that failed is never the effect of a planned downtime that may be
// ignored: the data is without it.
import * as z from 'zod';
import type { Severity } from '#core/notification.ts';
import { eventSource } from '#notify/event-source.ts';
import { always, never } from '#notify/policy.ts';
import { arnOf } from '#notify/recognition/arn.ts';
import { envelope } from '#notify/recognition/event-envelope.ts';
import { text } from '#notify/recognition/fields.ts';

const types = {
  'Backup Job State Change': 'backup of',
  'Copy Job State Change': 'copy of the backup of',
  'Restore Job State Change': 'restore of',
} as const;

const event = z.object({
  ...envelope,
  source: z.literal('aws.backup'),
  'detail-type': z.enum(Object.keys(types) as (keyof typeof types)[]),
  detail: z.object({
    backupJobId: text,
    copyJobId: text,
    restoreJobId: text,
    state: text,
    status: text,
    statusMessage: text,
    resourceArn: text,
    createdResourceArn: text,
    resourceType: text,
    backupVaultName: text,
  }),
});

const severities: ReadonlyMap<string, Severity> = new Map([
  ['FAILED', 'error'],
  ['ABORTED', 'error'],
  ['EXPIRED', 'error'],
  // It reaches some of what it was to reach.
  ['PARTIAL', 'warning'],
]);

/** What the console calls "completed with issues" is completed, with a message. */
const severityOf = (state: string, message: string | undefined): Severity =>
  severities.get(state) ?? (state === 'COMPLETED' && message !== undefined ? 'warning' : 'info');

export const backup = eventSource({
  name: 'backup',
  event,
  read: ({ 'detail-type': type, resources: [first], detail }) => {
    const state = detail.state ?? detail.status ?? 'changed';
    const arn = detail.resourceArn ?? detail.createdResourceArn ?? first;
    const job = detail.backupJobId ?? detail.copyJobId ?? detail.restoreJobId;
    return {
      what: types[type],
      name:
        arnOf(arn)?.resource.replace(/^(?:db|cluster|table|file-system|volume|instance)[:/]/, '') ??
        arn ??
        job ??
        'something',
      outcome: `is ${state.toLowerCase().replaceAll('_', ' ')}`.replace(/^is (failed|expired|completed)$/, '$1'),
      severity: severityOf(state, detail.statusMessage),
      text: detail.statusMessage,
      facts: { resource: arn, type: detail.resourceType, vault: detail.backupVaultName, job },
      key: [job ?? arn, state],
    };
  },
  policy: { mayBeExpected: never, mayBeFolded: always, isAccountWide: never },
});
