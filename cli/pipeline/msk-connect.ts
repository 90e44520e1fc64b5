// MSK Connect: the state of a connector by its API; of its tasks only CloudWatch knows, and only how many.
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  type ConnectorSummary,
  DeleteConnectorCommand,
  DescribeConnectorCommand,
  KafkaConnectClient,
  ListConnectorsCommand,
  NotFoundException,
} from '@aws-sdk/client-kafkaconnect';
import { allPages } from '#core/aws/paging.ts';
import { pause } from '#core/runtime/pause.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import type { ConnectorSeen } from '#pipeline/check/judge.ts';
import { credentialsOf } from '../live/credentials.ts';
import type { Connectors } from './connectors.ts';

export type MskConnect = {
  readonly connect: Pick<KafkaConnectClient, 'send'>;
  readonly cloudWatch: Pick<CloudWatchClient, 'send'>;
  readonly nowMs: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
};

/** Metrics are a minute late, and a quarter of an hour covers a worker that was slow to say. */
const lookBackMs = 15 * 60_000;

/** A connector is deleted within minutes. */
const deletion = { pollMs: 5_000, pollsMax: 180 } as const;

const metrics = { running: 'RunningTaskCount', errored: 'ErroredTaskCount' } as const;

const tasksOf = (counts: { readonly running?: number; readonly errored?: number }): ConnectorSeen['tasks'] => {
  const { running, errored } = counts;
  if (running === undefined && errored === undefined) return undefined;
  const of = (count: number, state: string, from: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `task ${from + index + 1}`, state }));
  return [...of(running ?? 0, 'RUNNING', 0), ...of(errored ?? 0, 'FAILED', running ?? 0)];
};

const metricQuery = (connector: string, Id: string, MetricName: string) => ({
  Id,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/KafkaConnect',
      MetricName,
      Dimensions: [{ Name: 'ConnectorName', Value: connector }],
    },
    Period: 60,
    Stat: 'Maximum',
  },
});

export const mskConnectors = ({ connect, cloudWatch, nowMs, pause: wait }: MskConnect): Connectors => {
  const summaryOf = async (name: string): Promise<ConnectorSummary | undefined> => {
    const all = await allPages(
      (nextToken) =>
        connect.send(new ListConnectorsCommand({ connectorNamePrefix: name, ...(nextToken ? { nextToken } : {}) })),
      (page) => page.connectors,
      (page) => page.nextToken,
    );
    return all.find(({ connectorName }) => connectorName === name);
  };
  const countsOf = async (name: string) => {
    const { MetricDataResults = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(nowMs() - lookBackMs),
        EndTime: new Date(nowMs()),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: Object.entries(metrics).map(([id, metric]) => metricQuery(name, id, metric)),
      }),
    );
    return Object.fromEntries(
      MetricDataResults.flatMap(({ Id, Values }) => (Values?.[0] === undefined ? [] : [[Id, Values[0]]])),
    );
  };
  /** With the reason for its state, which the list does not have. Undefined: it is gone meanwhile. */
  const described = async (connectorArn: string) => {
    try {
      return await connect.send(new DescribeConnectorCommand({ connectorArn }));
    } catch (error) {
      if (error instanceof NotFoundException) return undefined;
      throw error;
    }
  };
  const untilGone = async (name: string): Promise<void> => {
    for (let polls = 0; (await summaryOf(name)) !== undefined; polls += 1) {
      if (polls >= deletion.pollsMax)
        throw new Error(`${name} is still there, ${deletion.pollsMax / 12} minutes later`);
      await wait(deletion.pollMs);
    }
  };
  return {
    find: async (name) => {
      const summary = await summaryOf(name);
      if (!summary) return undefined;
      const state = summary.connectorState ?? 'unknown';
      const { stateDescription } =
        (state === 'FAILED' && summary.connectorArn ? await described(summary.connectorArn) : undefined) ?? {};
      const why = stateDescription?.message;
      return { state, ...(why ? { why } : {}), tasks: tasksOf(await countsOf(name)) };
    },
    // What reads must not go while this still writes: deleting takes minutes.
    remove: async (name) => {
      const connectorArn = (await summaryOf(name))?.connectorArn;
      if (!connectorArn) return;
      await connect.send(new DeleteConnectorCommand({ connectorArn }));
      await untilGone(name);
    },
  };
};

export const mskConnectorsIn = ({
  region,
  profile,
}: {
  readonly region: string;
  readonly profile: string | undefined;
}) => {
  const at = { region, credentials: credentialsOf(profile) };
  return mskConnectors({
    ...{ connect: new KafkaConnectClient(at), cloudWatch: new CloudWatchClient(at), pause },
    nowMs: () => systemRuntime.now().getTime(),
  });
};
