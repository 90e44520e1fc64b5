// The CloudWatch dashboard of an environment: alarms first, then Kafka, services, databases.
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { databaseMetrics } from '../alarms/databases.ts';
import type { kafkaMetrics } from '../alarms/kafka.ts';
import { serviceMetrics } from '../alarms/services.ts';
import { databases, type PlaneNames, type Workload } from '../core-names.ts';

type DashboardProps = {
  readonly names: PlaneNames;
  readonly workloads: readonly Workload[];
  readonly alarms: readonly IAlarm[];
  /** Of the owner of the cluster. */
  readonly kafka: ReturnType<typeof kafkaMetrics> | { readonly shownBy: string };
};

const heading = (text: string): TextWidget => new TextWidget({ markdown: `## ${text}`, width: 24, height: 1 });

const graph = (title: string, left: IMetric[], width = 6): GraphWidget =>
  new GraphWidget({ title, left, width, height: 6 });

const kafkaWidgets = (kafka: DashboardProps['kafka']) =>
  'shownBy' in kafka
    ? [
        new TextWidget({
          markdown: `The cluster is shared: see the dashboard of ${kafka.shownBy}.`,
          width: 24,
          height: 1,
        }),
      ]
    : [
        graph('Disk of the fullest broker', [kafka.disk]),
        graph('CPU of the busiest broker', [kafka.cpu]),
        graph('Heap of the fullest broker', [kafka.memory]),
        graph('Under-replicated partitions', [kafka.underReplicated]),
      ];

const serviceWidgets = (names: PlaneNames, workloads: readonly Workload[]) => {
  const metrics = workloads.map((workload) => serviceMetrics(names, workload));
  return [
    graph(
      'CPU, %',
      metrics.map(({ cpu }) => cpu),
    ),
    graph(
      'Memory, %',
      metrics.map(({ memory }) => memory),
    ),
    graph(
      'Running tasks',
      metrics.map(({ running }) => running),
    ),
    graph(
      'Desired tasks',
      metrics.map(({ desired }) => desired),
    ),
  ];
};

const databaseWidgets = (names: PlaneNames) => {
  const metrics = databases.map((database) => databaseMetrics(names, database));
  return [
    graph(
      'Free storage, bytes',
      metrics.map(({ storage }) => storage),
    ),
    graph(
      'CPU, %',
      metrics.map(({ cpu }) => cpu),
    ),
    graph(
      'Active sessions',
      metrics.map(({ sessionLoad }) => sessionLoad),
    ),
    graph(
      'Connections',
      metrics.map(({ connections }) => connections),
    ),
  ];
};

export const environmentDashboard = (
  scope: Construct,
  { names, workloads, alarms, kafka }: DashboardProps,
): Dashboard =>
  new Dashboard(scope, 'dashboard', {
    dashboardName: names.dashboard,
    widgets: [
      [heading('Alarms')],
      [new AlarmStatusWidget({ alarms: [...alarms], width: 24, height: 6 })],
      [heading('MSK')],
      kafkaWidgets(kafka),
      [heading('ECS')],
      serviceWidgets(names, workloads),
      [heading('RDS')],
      databaseWidgets(names),
    ],
  });
