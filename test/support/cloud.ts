// A simulated AWS for tests: a world, clients of it, and the production adapters over these.

import { type ServiceClients, services } from '#kinds/adapters.ts';
import type { Resource } from '#kinds/resource.ts';
import { cloudWatchAlarms } from '#run/alarms/cloudwatch-alarms.ts';
import type { AlarmWorld } from '#sim/aws/alarm-states.ts';
import { simulatedCloudWatch, withMetrics } from '#sim/aws/cloudwatch.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { simulatedLambda, simulatedSns, simulatedSsm } from '#sim/aws/messaging.ts';
import { type Cloud, type Invocation, simulatedClient } from '#sim/aws/simulated-aws.ts';
import { virtualClock } from '#sim/clock.ts';
import { type Fault, newFaults } from '#sim/faults.ts';
import { seededChance } from '#sim/random/chance.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { newTrace, type TraceEvent } from '#sim/trace.ts';
import { simulatedWorld } from '#sim/world.ts';
import { definitionOf } from './definitions.ts';

type Call = Extract<TraceEvent, { type: 'call' }>;
type Change = Extract<TraceEvent, { type: 'state' }>;

export type CloudOptions = {
  /** By the resources' names. What is not told is up and healthy. */
  readonly world?: Readonly<Record<string, ResourceWorld>>;
  readonly faults?: readonly Fault[];
  readonly alarms?: readonly AlarmWorld[];
  readonly seed?: number;
};

/** A Monday evening, in UTC. */
export const evening = Date.parse('2026-11-16T23:00:00Z');

export const invocationOf = (more: Partial<Invocation> = {}): Invocation => ({
  function: 'stop',
  action: 'stop',
  dead: false,
  onDeath: () => {},
  ...more,
});

export const clientsOf = (cloud: Cloud, invocation: Invocation): ServiceClients => ({
  rds: simulatedClient(cloud, 'rds', invocation),
  ecs: simulatedClient(cloud, 'ecs', invocation),
  autoscaling: simulatedClient(cloud, 'autoscaling', invocation),
  elbv2: simulatedClient(cloud, 'elbv2', invocation),
  elasticache: simulatedClient(cloud, 'elasticache', invocation),
  kafka: simulatedClient(cloud, 'kafka', invocation),
  kafkaconnect: simulatedClient(cloud, 'kafkaconnect', invocation),
  clientOf: <C>(id: string) => simulatedClient(cloud, id, invocation) as unknown as C,
});

export const simulatedCloud = (resources: readonly Resource[], options: CloudOptions = {}) => {
  const clock = virtualClock(evening);
  const chance = seededChance(options.seed ?? 1);
  const trace = newTrace(clock.nowMs);
  const faults = newFaults();
  for (const fault of options.faults ?? []) faults.add(fault);
  const cloudwatch = simulatedCloudWatch(options.alarms ?? [], () => [], { clock }, trace);
  const world = simulatedWorld(definitionOf(resources), options.world ?? {}, {
    clock,
    chance,
    changed: (resource, from, to, facts = {}) => {
      trace.add({ type: 'state', resource, from, to, ...facts });
      cloudwatch.resourceChanged(resource, to);
    },
  });
  const others = {
    cloudwatch: withMetrics(cloudwatch.service, world.services),
    dynamodb: simulatedDynamoDb(),
    lambda: world.with(
      'lambda',
      simulatedLambda(async () => {}),
    ),
    sns: simulatedSns(() => {}),
    ssm: simulatedSsm(new Map()),
  };
  const cloud: Cloud = { clock, chance, faults, trace, services: { ...world.services, ...others } };
  const clients = clientsOf(cloud, invocationOf());
  const eventsOf = <T extends TraceEvent['type']>(type: T) =>
    trace.lines.flatMap(({ event }) => (event.type === type ? [event as Extract<TraceEvent, { type: T }>] : []));

  return {
    cloud,
    clock,
    faults,
    trace,
    /** Every resource as it stands, by name. */
    state: world.state,
    /** Someone else changes the world. */
    set: world.set,
    clients,
    services: services(clients, { now: () => new Date(clock.nowMs()) }),
    alarms: cloudWatchAlarms(simulatedClient(cloud, 'cloudwatch', invocationOf())),
    calls: (operation?: string): Call[] =>
      eventsOf('call').filter((call) => operation === undefined || call.operation === operation),
    /** The statuses that a resource came to, in order. */
    statuses: (name: string): string[] =>
      eventsOf('state')
        .filter(({ resource }: Change) => resource === name)
        .map(({ to }) => to),
    statusOf: (name: string): string | undefined => world.state()[name]?.status,
    pass: (ms: number): void => clock.advanceTo(clock.nowMs() + ms),
    /** Lets virtual time pass as far as the work needs it. */
    finish: async <T>(work: Promise<T>): Promise<T> => {
      let over = false;
      const end = (): void => {
        over = true;
      };
      work.then(end, end);
      await clock.run(() => over);
      if (!over) throw new Error('the work is not done, and nothing is left to happen');
      return work;
    },
  };
};

export type SimulatedCloud = ReturnType<typeof simulatedCloud>;

/** What a call throws, to be looked at. */
export const errorFrom = async (work: Promise<unknown>): Promise<Error & Readonly<Record<string, unknown>>> => {
  const thrown: unknown = await work.then(
    () => new Error('nothing was thrown'),
    (error: unknown) => error,
  );
  if (thrown instanceof Error) return thrown as Error & Readonly<Record<string, unknown>>;
  throw new TypeError(`what was thrown is no error: ${String(thrown)}`);
};
