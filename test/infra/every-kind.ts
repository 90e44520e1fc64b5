// An environment in which everything occurs that a definition can contain.
import { asResource, exampleIdentity, type Identity, type Kind, type ResourceOf } from '#kinds/resource.ts';
import { type StatusKindName, statusKindNames } from '#kinds/status-kinds.ts';
import { aurora, cache, connector, database, definitionOf, kafka, service } from '#test/support/definitions.ts';

/** Of the kinds that are described as a value: an example each. */
const described = statusKindNames.map((kind) => asResource({ kind, ...exampleIdentity(kind) } as Identity, kind));

const samples: { readonly [K in Exclude<Kind, StatusKindName>]: readonly ResourceOf<K>[] } = {
  'rds-instance': [database('db')],
  'aurora-cluster': [aurora('cluster')],
  'ecs-service': [service('app'), service('other-app', { cluster: 'other' })],
  'elasticache-replication-group': [cache('cache'), cache('shrunk-cache', { whenStopped: 'shrink' })],
  'msk-cluster': [kafka('kafka')],
  'msk-connector': [connector('sink')],
};

export const everyKind = definitionOf([...Object.values(samples).flat(), ...described], {
  environment: 'everything',
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
