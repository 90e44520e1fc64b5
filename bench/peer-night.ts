// The environments that peers were measured on: a fifth databases, a tenth Aurora clusters, the rest services in two tiers, of which half
// scale and every tenth is at zero on purpose. Everything gets where it is sent within seconds, so that calls are counted and not waits.
import type { Definition } from '#definition/definition.ts';
import { environmentFile } from '#definition/schema.ts';
import { toDefinition } from '#definition/to-definition.ts';
import { awsNameOf, type Resource } from '#kinds/resource.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import type { ResourceWorld, Scenario } from '#sim/scenario/scenario.ts';

/** Sooner than the shortest time between two looks. */
const soon = { startMinutes: 0.05, stopMinutes: 0.05 } as const;

type Drawn = { readonly name: string; readonly fields: object; readonly world: ResourceWorld };

const database = (index: number): Drawn => ({
  name: `db-${index}`,
  fields: { kind: 'rds-instance', instance: `atlas-db-${index}` },
  world: soon,
});

const cluster = (index: number): Drawn => ({
  name: `aurora-${index}`,
  fields: { kind: 'aurora-cluster', cluster: `atlas-aurora-${index}` },
  world: soon,
});

const unsuspended = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false } as const;

/** The first half depends on a database, the second on a service of the first. */
const service = (index: number, count: number, databases: readonly string[]): Drawn => {
  const first = Math.ceil(count / 2);
  const on = index < first ? databases[index % databases.length] : `app-${index - first}`;
  return {
    name: `app-${index}`,
    fields: { kind: 'ecs-service', cluster: 'atlas', service: `atlas-app-${index}`, dependsOn: on ? [on] : [] },
    world: {
      loadBalancer: false,
      startMinutes: soon.startMinutes,
      drainMinutes: soon.stopMinutes,
      desired: index % 10 === 9 ? 0 : 2,
      scaling: index % 2 === 0 ? { min: 1, max: 4, suspended: unsuspended } : null,
    },
  };
};

const drawn = (count: number): Drawn[] => {
  const databases = Array.from({ length: count / 5 }, (_, index) => database(index));
  const clusters = Array.from({ length: count / 10 }, (_, index) => cluster(index));
  const stores = [...databases, ...clusters];
  const services = count - stores.length;
  const names = stores.map(({ name }) => name);
  return [...stores, ...Array.from({ length: services }, (_, index) => service(index, services, names))];
};

/** What a person would write; JSON is YAML, too. */
export const peerFile = (count: number): Readonly<Record<string, unknown>> => ({
  environment: 'peers',
  region: 'us-east-1',
  timeZone: 'UTC',
  schedule: { enabled: true, start: { days: 'weekdays', at: '07:00' }, stop: { days: 'every day', at: '20:00' } },
  notifications: { slack: { channel: '#peers', webhookSecret: 'peers/slack-webhook' } },
  resources: Object.fromEntries(drawn(count).map(({ name, fields }) => [name, fields])),
});

export const peerDefinition = (count: number): Definition => toDefinition(environmentFile.parse(peerFile(count)));

/** What AWS calls it, within the cluster that all services are in. */
export const peerNameOf = (resource: Resource): string => awsNameOf(resource).split('/').at(-1) ?? '';

/** By name: how each resource is in the afternoon. */
export const peerWorld = (count: number): Readonly<Record<string, ResourceWorld>> =>
  Object.fromEntries(drawn(count).map(({ name, world }) => [name, world]));

export const peerNight = (count: number): Scenario => ({
  ...ordinaryNight(peerDefinition(count), 1),
  world: peerWorld(count),
});
