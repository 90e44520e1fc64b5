// An environment with everything that a definition can name, by names that say what is to be put in their place.
import type { CleanupDefinition } from '#core/cleanup-rules.ts';
import type { Definition } from '#definition/definition.ts';
import { kinds } from '#kinds/resource.ts';
import { samplesOf } from '#kinds/samples.ts';

/** `replicationGroup` -> `REPLICATION-GROUP`. */
const placeholder = (field: string): string => field.replaceAll(/(?=[A-Z])/g, '-').toUpperCase();

const slack = { channel: '#CHANNEL', webhookSecret: 'WEBHOOK-SECRET' };

export const sampleDefinition: Definition = {
  environment: 'ENV',
  region: 'REGION',
  timeZone: 'UTC',
  schedule: { enabled: true, toleranceMinutes: 90 },
  calendars: [{ name: 'company', changeCalendar: 'CHANGE-CALENDAR', closed: [] }],
  whileDown: 'report',
  notifications: {
    slack,
    routes: [{ name: 'copied', when: { source: ['budget'] }, emailCopy: 'MAILBOXES' }],
    runbooks: [],
  },
  alarms: { mute: ['ALARM'], graceMinutes: 10 },
  costs: { tag: 'Environment', monthlyMessage: true },
  budgetGuard: {
    monthlyUsd: 400,
    workingHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' },
    hold: false,
  },
  resources: kinds.flatMap((kind) => samplesOf(kind, placeholder)),
};

export const sampleCleanup: CleanupDefinition = {
  cluster: 'MSK',
  prefixes: [{ prefix: 'PREFIX.', strategy: 'truncate' }],
  topics: [{ name: 'TOPIC', partitions: 1, replicationFactor: 1, configs: {} }],
  deny: ['DENIED'],
  accept: [],
  caps: { topicsMax: 1 },
};
