// How metrics are rehearsed: read only, with the values that the world says. A value is there a minute after its own minute.
import { drainingParts, drainingRandom, drainingWorld } from '#sim/aws/draining.ts';
import { notSimulated, type SimulatedService, type World } from '#sim/aws/simulated-service.ts';
import type { Wiring } from '#sim/aws/wiring.ts';
import type { KindRehearsal, Simulates } from '#sim/kind-rehearsal.ts';
import type { ResourceOf } from '../resource.ts';

type Metric = ResourceOf<'metric'>;

type Query = {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
  };
};

const minuteMs = 60_000;

const keyOf = (namespace: string, metric: string, dimensions: readonly (readonly [string, string])[]): string =>
  JSON.stringify([namespace, metric, dimensions.toSorted()]);

const simulatedMetrics = (metrics: readonly Metric[], _wiring: Wiring, world: World) => {
  const parts = drainingParts(
    metrics.map(({ name }) => name),
    world,
  );
  const byKey = new Map(
    metrics.map(({ name, namespace, metric, dimensions }) => [
      keyOf(namespace, metric, Object.entries(dimensions)),
      name,
    ]),
  );
  const resultOf = ({ Id, MetricStat: { Metric } }: Query) => {
    const dimensions = Metric.Dimensions.map(({ Name, Value }) => [Name, Value] as const);
    const name = byKey.get(keyOf(Metric.Namespace, Metric.MetricName, dimensions));
    const left = name === undefined || world.isMissing?.(name) ? undefined : parts.left(name);
    const minute = Math.floor(world.clock.nowMs() / minuteMs) * minuteMs;
    const points = left === undefined ? {} : { Values: [left], Timestamps: [new Date(minute)] };
    return { Id, StatusCode: 'Complete', Values: [], Timestamps: [], ...points };
  };
  const service: SimulatedService = {
    knows: (operation) => operation === 'GetMetricData',
    handle(operation, { MetricDataQueries }: { readonly MetricDataQueries: readonly Query[] }) {
      if (operation !== 'GetMetricData') return notSimulated('cloudwatch', operation);
      return { MetricDataResults: MetricDataQueries.map(resultOf) };
    },
  };
  return { service, set: parts.set, state: parts.state };
};

export const metricRehearsal: KindRehearsal<'metric'> & Simulates<'metric'> = {
  simulate: simulatedMetrics,
  operations: { cloudwatch: ['GetMetricData'] },
  standing: drainingRandom.standing,
  moves: {},
  world: drainingWorld,
  stack: 'workloads',
  host: ({ name }) => `${name}.metric.simulated`,
  watched: ({ namespace, metric, dimensions }) => ({ metric, namespace, dimensions }),
  random: {
    weight: 1,
    prefix: 'lag',
    fields: (id, chance) => ({
      namespace: 'AWS/Kafka',
      metric: 'SumOffsetLag',
      dimensions: { 'Cluster Name': 'atlas', 'Consumer Group': id, Topic: 'files' },
      ifNotDrained: chance.happens('goes on', 0.5) ? 'continue' : 'keep-up',
    }),
    disturbances: drainingRandom.disturbances,
  },
};
