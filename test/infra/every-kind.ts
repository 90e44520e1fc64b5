// An environment in which everything occurs that a definition can contain.
import { kinds } from '#kinds/resource.ts';
import { samplesOf } from '#kinds/samples.ts';
import { definitionOf, service } from '#test/support/definitions.ts';

const numbered = (_: string, example: string, number: number): string =>
  number === 1 ? example : `${example}-${number}`;

/** And services of two clusters. */
const resources = [...kinds.flatMap((kind) => samplesOf(kind, numbered)), service('other-app', { cluster: 'other' })];

export const everyKind = definitionOf(resources, {
  environment: 'everything',
  calendars: [{ name: 'company', changeCalendar: 'company-holidays', closed: [] }],
  notifications: {
    slack: { channel: '#everything', webhookSecret: 'everything/slack-webhook' },
    routes: [
      {
        name: 'money',
        when: { source: ['budget'] },
        slack: { channel: '#money', webhookSecret: 'everything/money-webhook' },
        emailCopy: 'on-call',
      },
    ],
    runbooks: [],
  },
  costs: { tag: 'Environment', monthlyMessage: true },
  budgetGuard: {
    monthlyUsd: 400,
    workingHours: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '18:00' },
    hold: true,
  },
  alarms: { mute: ['everything-db-cpu', 'everything-app-*'], graceMinutes: 10 },
  cleanup: {
    cluster: 'everything-msk',
    prefixes: [
      { prefix: 'orders.', strategy: 'truncate' },
      { prefix: 'ledger', strategy: 'recreate' },
    ],
    topics: [{ name: 'audit.trail', partitions: 1, replicationFactor: 1, configs: {}, empty: 'never' }],
    deny: ['*.dlq'],
    accept: [],
    caps: { topicsMax: 10 },
  },
});
