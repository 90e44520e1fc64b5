import { ListConnectorsCommand, PauseConnectorCommand, ResumeConnectorCommand } from '@aws-sdk/client-kafkaconnect';
import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '#sim/aws/simulated-service.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { errorFrom, type SimulatedCloud, simulatedCloud } from '#test/support/cloud.ts';
import { connector, numbered } from '#test/support/definitions.ts';

const connectorArn = 'arn:aws:kafkaconnect:connector/atlas-sink/1';

const sinkCloud = (facts: ResourceWorld = {}, seed = 1): SimulatedCloud =>
  simulatedCloud([connector('sink')], { seed, world: { sink: facts } });

const pause = ({ clients }: SimulatedCloud) => clients.kafkaconnect.send(new PauseConnectorCommand({ connectorArn }));
const resume = ({ clients }: SimulatedCloud) => clients.kafkaconnect.send(new ResumeConnectorCommand({ connectorArn }));

describe('a simulated connector', () => {
  it('a simulated connector is pausing, then paused, then resuming, then running', async () => {
    const aws = sinkCloud();

    await pause(aws);
    aws.pass(minutes(3));
    await resume(aws);
    aws.pass(minutes(3));

    expect(aws.statuses('sink')).toEqual(['PAUSING', 'PAUSED', 'RESUMING', 'RUNNING']);
  });

  it('a simulated connector takes 40 to 150 seconds, by chance', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const aws = sinkCloud({}, seed);
      await pause(aws);

      aws.pass(seconds(40) - 1);
      expect(aws.statusOf('sink')).toBe('PAUSING');
      aws.pass(seconds(110) + 1);
      expect(aws.statusOf('sink')).toBe('PAUSED');
    }
  });

  it('a simulated connector takes the time that the world gives it, each way its own', async () => {
    const aws = sinkCloud({ stopMinutes: 5, startMinutes: 10 });

    await pause(aws);
    aws.pass(minutes(5) - 1);
    expect(aws.statusOf('sink')).toBe('PAUSING');
    aws.pass(1);
    expect(aws.statusOf('sink')).toBe('PAUSED');

    await resume(aws);
    aws.pass(minutes(10) - 1);
    expect(aws.statusOf('sink')).toBe('RESUMING');
    aws.pass(1);
    expect(aws.statusOf('sink')).toBe('RUNNING');
  });

  it.each(['PAUSED', 'PAUSING', 'RESUMING', 'UPDATING', 'FAILED'])(
    'a simulated connector cannot be paused while %s',
    async (status) => {
      const aws = sinkCloud({ status });

      expect(await errorFrom(pause(aws))).toMatchObject({ name: 'ConflictException' });
      expect(aws.statusOf('sink')).toBe(status);
    },
  );

  it.each(['RUNNING', 'PAUSING', 'RESUMING', 'UPDATING', 'FAILED'])(
    'a simulated connector cannot be resumed while %s',
    async (status) => {
      const aws = sinkCloud({ status });

      expect(await errorFrom(resume(aws))).toMatchObject({ name: 'ConflictException' });
      expect(aws.statusOf('sink')).toBe(status);
    },
  );

  it('a simulated connector stays as someone else put it', async () => {
    const aws = sinkCloud();
    await pause(aws);

    aws.set('sink', { status: 'FAILED' });
    aws.pass(minutes(10));

    expect(aws.statuses('sink')).toEqual(['PAUSING', 'FAILED']);
  });

  it('a simulated connector is not found by an ARN that nobody has', async () => {
    const aws = simulatedCloud([]);

    expect(await errorFrom(pause(aws))).toMatchObject({ name: 'NotFoundException' });
    expect(await errorFrom(resume(aws))).toMatchObject({ name: 'NotFoundException' });
  });
});

describe('the simulated connectors', () => {
  it('the simulated connectors come in pages, nothing missing and nothing twice', async () => {
    const { clients } = simulatedCloud(numbered(150, 'sink', (name) => connector(name)));

    const first = await clients.kafkaconnect.send(new ListConnectorsCommand({ maxResults: 100 }));
    const second = await clients.kafkaconnect.send(
      new ListConnectorsCommand({ maxResults: 100, nextToken: first.nextToken }),
    );

    const pages = [first, second].map(({ connectors = [] }) => connectors);
    expect(pages.map((page) => page.length)).toEqual([100, 50]);
    expect(new Set(pages.flat().map(({ connectorArn: arn }) => arn)).size).toBe(150);
    expect(second.nextToken).toBeUndefined();
  });
});
