// An environment with everything that a definition can name, by names that say what is to be put in their place.
import type { CleanupDefinition } from '#core/cleanup.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import { asResource, definitionOf, type Identity, type Kind, type ResourceOf } from '#kinds/resource.ts';
import { type StatusKindName, statusKindNames } from '#kinds/status-kinds.ts';

const common = (name: string) => ({
  name: name as ResourceName,
  dependsOn: [],
  deadlineSeconds: { start: 60, stop: 60 },
  optional: false,
});

/** Of the kinds that are described as a value: their one field. */
const described = statusKindNames.map((kind) => ({
  ...asResource(
    { kind, [definitionOf(kind).identity[0] ?? '']: kind.toUpperCase().split('-')[0] ?? kind } as Identity,
    kind,
  ),
}));

const samples: { readonly [K in Exclude<Kind, StatusKindName>]: ResourceOf<K> } = {
  'rds-instance': { kind: 'rds-instance', instance: 'INSTANCE', ...common('database') },
  'aurora-cluster': { kind: 'aurora-cluster', cluster: 'AURORA', ...common('aurora') },
  'ecs-service': { kind: 'ecs-service', cluster: 'CLUSTER', service: 'SERVICE', ...common('service') },
  'elasticache-replication-group': {
    kind: 'elasticache-replication-group',
    replicationGroup: 'CACHE',
    whenStopped: 'shrink',
    ...common('cache'),
  },
  'msk-cluster': { kind: 'msk-cluster', cluster: 'MSK', ...common('kafka') },
  'msk-connector': { kind: 'msk-connector', connector: 'CONNECTOR', ...common('connector') },
};

const slack = { channel: '#CHANNEL', webhookSecret: 'WEBHOOK-SECRET' };

export const sampleDefinition: Definition = {
  environment: 'ENV',
  region: 'REGION',
  timeZone: 'UTC',
  schedule: { enabled: true, toleranceMinutes: 90 },
  calendars: [],
  whileDown: 'report',
  notifications: {
    slack,
    routes: [{ name: 'copied', when: { source: ['budget'] }, emailCopy: 'MAILBOXES' }],
    runbooks: [],
  },
  alarms: { mute: ['ALARM'], graceMinutes: 10 },
  resources: [...Object.values(samples), ...described],
};

export const sampleCleanup: CleanupDefinition = {
  cluster: 'MSK',
  prefixes: [{ prefix: 'PREFIX.', strategy: 'truncate' }],
  topics: [{ name: 'TOPIC', partitions: 1, replicationFactor: 1, configs: {} }],
  deny: ['DENIED'],
  accept: [],
  caps: { topicsMax: 1 },
};
