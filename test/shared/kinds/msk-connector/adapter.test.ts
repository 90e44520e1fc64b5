import { describe, expect, it } from 'vitest';
import { seconds } from '#sim/aws/simulated-service.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { connector, numbered } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';

const statuses = ['RUNNING', 'PAUSED', 'FAILED', 'A_STATE_OF_NEXT_YEAR'];
const arnOf = (id: string): string => `arn:aws:kafkaconnect:connector/${id}/1`;
const missing = { code: 'NOT_FOUND', awsCode: 'NotFoundException' };

testService('MSK Connect connectors', {
  kind: 'msk-connector',
  many: numbered(120, 'sink', (name) => connector(name)),
  differing: (index) => {
    const status = statuses[index % statuses.length] ?? '';
    const arn = arnOf(`atlas-sink-${String(index + 1).padStart(3, '0')}`);
    return { world: { status }, seen: { status, arn } };
  },
  callsMax: { 'kafkaconnect:ListConnectors': 2 },
  reads: ['kafkaconnect:ListConnectors'],
  changes: [
    {
      effect: { do: 'pause-connector', arn: arnOf('atlas-sink-001') },
      operation: 'kafkaconnect:PauseConnector',
      reaches: { status: 'PAUSED' },
      again: { moved: 'ConflictException' },
      missing,
    },
    {
      effect: { do: 'resume-connector', arn: arnOf('atlas-sink-001') },
      world: { status: 'PAUSED' },
      operation: 'kafkaconnect:ResumeConnector',
      reaches: { status: 'RUNNING' },
      again: { moved: 'ConflictException' },
      missing,
    },
  ],
});

describe('a connector that is asked to pause', () => {
  it('a connector that is asked to pause is seen PAUSING, then PAUSED', async () => {
    const sink = connector('sink');
    const aws = simulatedCloud([sink]);
    const adapter = aws.services['msk-connector'];
    const look = async () => (await adapter.observe([sink])).get(sink.name);

    await adapter.act(sink, { do: 'pause-connector', arn: arnOf('atlas-sink') });

    expect(await look()).toMatchObject({ observation: { status: 'PAUSING' } });
    aws.pass(seconds(150));
    expect(await look()).toMatchObject({ observation: { status: 'PAUSED' } });
  });
});
