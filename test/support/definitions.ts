// Definitions for tests: each builder fills in what a test does not care about. The AWS identity of a resource is never
// its name, so that a mix-up of the two shows.

import type { Deadlines, ResourceName } from '#core/resource.ts';
import type { Definition } from '#definition/definition.ts';
import type { Kind, Resource, ResourceOf } from '#kinds/resource.ts';

export const named = (name: string): ResourceName => name as ResourceName;

type Common = {
  readonly dependsOn?: readonly string[];
  readonly deadlineSeconds?: Partial<Deadlines>;
  readonly optional?: boolean;
};
type More<K extends Kind> = Common & Partial<Omit<ResourceOf<K>, 'kind' | 'name' | keyof Common>>;

const common = (name: string, { dependsOn = [], deadlineSeconds = {}, optional = false }: Common) => ({
  name: named(name),
  dependsOn: dependsOn.map(named),
  deadlineSeconds: { start: 1_800, stop: 1_800, ...deadlineSeconds },
  optional,
});

const idOf = (name: string): string => `atlas-${name}`;

export const database = (name: string, more: More<'rds-instance'> = {}): ResourceOf<'rds-instance'> => ({
  kind: 'rds-instance',
  instance: idOf(name),
  ...more,
  ...common(name, more),
});

export const aurora = (name: string, more: More<'aurora-cluster'> = {}): ResourceOf<'aurora-cluster'> => ({
  kind: 'aurora-cluster',
  cluster: idOf(name),
  ...more,
  ...common(name, more),
});

export const service = (name: string, more: More<'ecs-service'> = {}): ResourceOf<'ecs-service'> => ({
  kind: 'ecs-service',
  cluster: 'atlas',
  service: idOf(name),
  ...more,
  ...common(name, more),
});

type Cache = ResourceOf<'elasticache-replication-group'>;
export const cache = (name: string, more: More<'elasticache-replication-group'> = {}): Cache => ({
  kind: 'elasticache-replication-group',
  replicationGroup: idOf(name),
  whenStopped: 'keep',
  ...more,
  ...common(name, more),
});

export const kafka = (name: string, more: More<'msk-cluster'> = {}): ResourceOf<'msk-cluster'> => ({
  kind: 'msk-cluster',
  cluster: idOf(name),
  ...more,
  ...common(name, more),
});

export const connector = (name: string, more: More<'msk-connector'> = {}): ResourceOf<'msk-connector'> => ({
  kind: 'msk-connector',
  connector: idOf(name),
  ...more,
  ...common(name, more),
});

/** Up from 8:00 to 20:00 on working days in Fortaleza (UTC-3, no daylight saving time), with no resources. */
const usual: Definition = {
  environment: 'staging',
  region: 'us-east-1',
  timeZone: 'America/Fortaleza',
  schedule: {
    enabled: true,
    toleranceMinutes: 90,
    start: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], at: '08:00' },
    stop: { days: ['mon', 'tue', 'wed', 'thu', 'fri'], at: '20:00' },
  },
  calendars: [],
  whileDown: 'report',
  resources: [],
  notifications: {
    slack: { channel: '#atlas-staging', webhookSecret: 'atlas/slack-webhook' },
    routes: [],
    runbooks: [],
  },
  alarms: { mute: [], graceMinutes: 10 },
};

export const definitionOf = (resources: readonly Resource[], more: Partial<Definition> = {}): Definition => ({
  ...usual,
  ...more,
  resources,
});

/** As many as wanted, with numbers that sort: `orders-001`, `orders-002`, … */
export const numbered = <T>(count: number, prefix: string, make: (name: string, index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(`${prefix}-${String(index + 1).padStart(3, '0')}`, index));
