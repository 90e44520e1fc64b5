import { ListConnectorsCommand, PauseConnectorCommand, ResumeConnectorCommand } from '@aws-sdk/client-kafkaconnect';
import { describe, expect, it } from 'vitest';
import { connector, named } from '#test/support/definitions.ts';
import { describeAwsErrors, mockedAws, observationOf, sent } from '#test/support/sdk-mocks.ts';

describe('connectors', () => {
  it('connectors are found by name on whatever page they are', async () => {
    const aws = mockedAws();
    aws.kafkaconnect
      .on(ListConnectorsCommand)
      .resolvesOnce({
        connectors: [{ connectorName: 'atlas-a', connectorArn: 'arn:a', connectorState: 'RUNNING' }],
        nextToken: 'more',
      })
      .resolvesOnce({ connectors: [{ connectorName: 'atlas-b', connectorArn: 'arn:b' }] });

    const readings = await aws.observe([connector('a'), connector('b'), connector('c')]);

    expect(observationOf(readings, 'a')).toEqual({ kind: 'msk-connector', status: 'RUNNING', arn: 'arn:a' });
    expect(observationOf(readings, 'b')).toEqual({ kind: 'msk-connector', status: 'unknown', arn: 'arn:b' });
    expect(readings.get('c')).toEqual({ state: 'absent' });
    expect(sent(aws.kafkaconnect)).toEqual([
      ['ListConnectorsCommand', { maxResults: 100 }],
      ['ListConnectorsCommand', { maxResults: 100, nextToken: 'more' }],
    ]);
  });

  it('connectors are paused and resumed by their ARN', async () => {
    const aws = mockedAws();

    await aws.act(connector('a'), { do: 'pause-connector', arn: 'arn:a' });
    await aws.act(connector('a'), { do: 'resume-connector', arn: 'arn:a' });

    expect(sent(aws.kafkaconnect)).toEqual([
      ['PauseConnectorCommand', { connectorArn: 'arn:a' }],
      ['ResumeConnectorCommand', { connectorArn: 'arn:a' }],
    ]);
  });

  it('an answer without any field means that the resource is absent', async () => {
    expect((await mockedAws().observe([connector('x')])).get(named('x'))).toEqual({ state: 'absent' });
  });
});

describeAwsErrors({
  reads: [
    [
      'ListConnectors',
      ({ kafkaconnect }, error) => kafkaconnect.on(ListConnectorsCommand).rejects(error),
      connector('x'),
    ],
  ],
  changes: [
    [
      'PauseConnector',
      ({ kafkaconnect }, error) => kafkaconnect.on(PauseConnectorCommand).rejects(error),
      connector('x'),
      { do: 'pause-connector', arn: 'arn:x' },
    ],
    [
      'ResumeConnector',
      ({ kafkaconnect }, error) => kafkaconnect.on(ResumeConnectorCommand).rejects(error),
      connector('x'),
      { do: 'resume-connector', arn: 'arn:x' },
    ],
  ],
});
