// Connectors of MSK Connect as `check` and `teardown` see them: their state on the simulated AWS, the rest as AWS's API answers.
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteConnectorCommand,
  DescribeConnectorCommand,
  KafkaConnectClient,
  ListConnectorsCommand,
  NotFoundException,
  PauseConnectorCommand,
} from '@aws-sdk/client-kafkaconnect';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { minutes } from '#sim/aws/simulated-service.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { connector } from '#test/support/definitions.ts';
import { type MskConnect, mskConnectors } from '../../../cli/pipeline/msk-connect.ts';

const now = Date.UTC(2026, 10, 30, 12);

const metrics = (counts: Readonly<Record<string, readonly number[]>>) => {
  const mock = mockClient(CloudWatchClient);
  mock
    .on(GetMetricDataCommand)
    .resolves({ MetricDataResults: Object.entries(counts).map(([Id, Values]) => ({ Id, Values: [...Values] })) });
  return mock;
};

const over = (connect: MskConnect['connect'], counts: Readonly<Record<string, readonly number[]>> = {}) => {
  const paused: number[] = [];
  const cloudWatch = metrics(counts);
  const connectors = mskConnectors({
    ...{ connect, cloudWatch: cloudWatch as unknown as MskConnect['cloudWatch'], nowMs: () => now },
    pause: async (ms) => void paused.push(ms),
  });
  return { connectors, paused, cloudWatch };
};

const mocked = (state: string) => {
  const mock = mockClient(KafkaConnectClient);
  mock.on(ListConnectorsCommand).resolves({
    connectors: [
      { connectorName: 'files-2', connectorArn: 'arn:files-2', connectorState: 'RUNNING' },
      { connectorName: 'files', connectorArn: 'arn:files', connectorState: state as 'FAILED' },
    ],
  });
  return { mock, connect: mock as unknown as MskConnect['connect'] };
};

describe('a connector in MSK Connect', () => {
  it('is seen running, then as it pauses and is paused', async () => {
    const aws = simulatedCloud([connector('sink')]);
    const { connectors } = over(aws.clients.kafkaconnect, { running: [2], errored: [0] });
    const both = [
      { id: 'task 1', state: 'RUNNING' },
      { id: 'task 2', state: 'RUNNING' },
    ];
    expect(await connectors.find('atlas-sink')).toEqual({ state: 'RUNNING', tasks: both });

    const connectorArn = 'arn:aws:kafkaconnect:connector/atlas-sink/1';
    await aws.clients.kafkaconnect.send(new PauseConnectorCommand({ connectorArn }));
    aws.pass(minutes(3));
    expect(await connectors.find('atlas-sink')).toEqual({ state: 'PAUSED', tasks: both });
    expect(await connectors.find('atlas-other')).toBeUndefined();
  });

  it('says why it failed, which only its description knows', async () => {
    const { mock, connect } = mocked('FAILED');
    mock.on(DescribeConnectorCommand, { connectorArn: 'arn:files' }).resolves({
      stateDescription: { code: 'InvalidInput.InvalidConnectorConfiguration', message: 'topic does not exist' },
    });
    const seen = await over(connect).connectors.find('files');
    expect(seen).toEqual({ state: 'FAILED', why: 'topic does not exist', tasks: undefined });
  });

  it('is in the state of the list if it is deleted in between', async () => {
    const { mock, connect } = mocked('FAILED');
    mock.on(DescribeConnectorCommand).rejects(new NotFoundException({ message: 'gone', $metadata: {} }));
    expect(await over(connect).connectors.find('files')).toEqual({ state: 'FAILED', tasks: undefined });
  });

  it.each([
    ['the latest minute counts', { running: [1, 2], errored: [1, 0] }, ['RUNNING', 'FAILED']],
    ['all have failed, and no running one is reported', { running: [], errored: [2] }, ['FAILED', 'FAILED']],
    ['none is left', { running: [0], errored: [0] }, []],
    ['nothing is known yet', { running: [], errored: [] }, undefined],
  ])('has the tasks that CloudWatch counts: %s', async (_, counts, states) => {
    const seen = await over(mocked('RUNNING').connect, counts).connectors.find('files');
    expect(seen?.tasks?.map(({ state }) => state)).toEqual(states);
  });

  it('is asked for by its own name and the last quarter of an hour', async () => {
    const { connectors, cloudWatch } = over(mocked('RUNNING').connect, { running: [1] });
    await connectors.find('files');
    const { input } = cloudWatch.commandCalls(GetMetricDataCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({ StartTime: new Date(now - minutes(15)), EndTime: new Date(now) });
    for (const { MetricStat } of input?.MetricDataQueries ?? [])
      expect(MetricStat?.Metric).toMatchObject({
        Namespace: 'AWS/KafkaConnect',
        Dimensions: [{ Name: 'ConnectorName', Value: 'files' }],
      });
  });

  it('is removed once it is gone, not once its deletion has begun: it still writes meanwhile', async () => {
    const { mock, connect } = mocked('RUNNING');
    const there = {
      connectors: [{ connectorName: 'files', connectorArn: 'arn:files', connectorState: 'DELETING' as const }],
    };
    mock
      .on(ListConnectorsCommand)
      .resolvesOnce(there)
      .resolvesOnce(there)
      .resolvesOnce(there)
      .resolves({ connectors: [] });
    const { connectors, paused } = over(connect);
    await connectors.remove('files');
    expect(mock.commandCalls(DeleteConnectorCommand).map(({ args }) => args[0].input)).toEqual([
      { connectorArn: 'arn:files' },
    ]);
    expect(paused).toEqual([5_000, 5_000]);
  });

  it('that does not go is a failure, and one that is not there is nothing', async () => {
    const { mock, connect } = mocked('DELETING');
    await expect(over(connect).connectors.remove('files')).rejects.toThrow('still there, 15 minutes later');
    await over(connect).connectors.remove('other');
    expect(mock.commandCalls(DeleteConnectorCommand)).toHaveLength(1);
  });
});
