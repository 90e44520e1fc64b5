// What alarm-notify makes of a message, for an environment that has a route, a dashboard and a runbook of its own.
import type { Definition } from '#definition/definition.ts';
import { type Received, receivedIn } from '#notify/recognition/received.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { type Presented, present } from '#notify/routing/present.ts';
import { cache, database, definitionOf, kafka, service } from '#test/support/definitions.ts';

export const reader: Reader = { timeZone: 'America/Fortaleza' };

const cluster = 'poc-atlas-dev';

export const staging: Definition = definitionOf(
  [
    database('camunda-db', { instance: 'poc-atlas-dev-camunda' }),
    database('dashboard-db', { instance: 'poc-atlas-dev-dashboard' }),
    cache('cache', { replicationGroup: 'poc-atlas-dev-valkey' }),
    kafka('kafka', { cluster: 'poc-atlas-dev-msk' }),
    service('camunda', { cluster, service: 'poc-atlas-dev-camunda' }),
    service('scoring', { cluster, service: 'poc-atlas-dev-scoring' }),
  ],
  {
    notifications: {
      slack: { channel: '#atlas-staging', webhookSecret: 'poc-atlas-dev/slack-webhook' },
      routes: [
        {
          name: 'money',
          when: { source: ['budget', 'cost-anomaly'] },
          slack: { channel: '#atlas-money', webhookSecret: 'poc-atlas-dev/money-webhook' },
        },
        { name: 'security', when: { source: ['guardduty'] }, mention: 'S012AB3CD', emailCopy: 'poc-atlas-dev-on-call' },
      ],
      dashboard: 'poc-atlas-dev',
      runbooks: [{ name: '*-high-cpu', url: 'https://wiki.example.com/runbooks/high-cpu?team=atlas&x=1' }],
    },
  },
);

/** Where Curfew speaks about it. */
export const operatorTopic = 'arn:aws:sns:us-east-1:123456789012:curfew-operators-staging';

export const presented = (received: Received): Presented => present(received, { known: [staging], fallback: staging });

export const presentedEvent = (event: unknown): Presented[] => receivedIn(event).map(presented);
