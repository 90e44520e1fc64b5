// MSK Connect: the state of a connector by its API; of its tasks only CloudWatch knows, and only how many.
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  type ConnectorSummary,
  DeleteConnectorCommand,
  KafkaConnectClient,
  ListConnectorsCommand,
} from '@aws-sdk/client-kafkaconnect';
import { allPages } from '#core/aws/paging.ts';
import type { ConnectorSeen } from '#pipeline/check/judge.ts';
import { credentialsOf } from '../live/credentials.ts';
import type { Connectors } from './connectors.ts';

type Where = { readonly region: string; readonly profile: string | undefined };

/** Metrics are a minute late, and a quarter of an hour covers a worker that was slow to say. */
const lookBackMs = 15 * 60_000;

const metrics = { running: 'RunningTaskCount', errored: 'ErroredTaskCount' } as const;

const tasksOf = (counts: { readonly running?: number; readonly errored?: number }): ConnectorSeen['tasks'] => {
  const { running, errored } = counts;
  if (running === undefined) return undefined;
  const of = (count: number, state: string) =>
    Array.from({ length: count }, (_, index) => ({ id: `task ${index + 1}`, state }));
  return [...of(running, 'RUNNING'), ...of(errored ?? 0, 'FAILED')];
};

export const mskConnectors = ({ region, profile }: Where, nowMs: () => number): Connectors => {
  const credentials = credentialsOf(profile);
  const client = new KafkaConnectClient({ region, credentials });
  const cloudWatch = new CloudWatchClient({ region, credentials });
  const summaryOf = async (name: string): Promise<ConnectorSummary | undefined> => {
    const all = await allPages(
      (nextToken) =>
        client.send(new ListConnectorsCommand({ connectorNamePrefix: name, ...(nextToken ? { nextToken } : {}) })),
      (page) => page.connectors,
      (page) => page.nextToken,
    );
    return all.find(({ connectorName }) => connectorName === name);
  };
  const counts = async (name: string) => {
    const { MetricDataResults = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(nowMs() - lookBackMs),
        EndTime: new Date(nowMs()),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: Object.entries(metrics).map(([Id, MetricName]) => ({
          Id,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/KafkaConnect',
              MetricName,
              Dimensions: [{ Name: 'ConnectorName', Value: name }],
            },
            Period: 60,
            Stat: 'Maximum',
          },
        })),
      }),
    );
    return Object.fromEntries(
      MetricDataResults.flatMap(({ Id, Values }) => (Values?.[0] === undefined ? [] : [[Id, Values[0]]])),
    );
  };
  return {
    find: async (name) => {
      const summary = await summaryOf(name);
      if (!summary) return undefined;
      return { state: summary.connectorState ?? 'unknown', tasks: tasksOf(await counts(name)) };
    },
    remove: async (name) => {
      const connectorArn = (await summaryOf(name))?.connectorArn;
      if (connectorArn) await client.send(new DeleteConnectorCommand({ connectorArn }));
    },
  };
};
