import { describe, expect, it } from 'vitest';
import { type Published, simulatedLambda, simulatedSecrets, simulatedSns, simulatedSsm } from '#sim/aws/messaging.ts';
import type { SimulatedService } from '#sim/aws/simulated-service.ts';

const ask = (service: SimulatedService, operation: string, input: object): unknown =>
  service.handle(operation, input as never);

describe('the simulated SNS', () => {
  const topic = () => {
    const delivered: Published[] = [];
    const sns = simulatedSns((published) => void delivered.push(published));
    const publish = (Message: string) => ask(sns, 'Publish', { TopicArn: 'arn:operators', Subject: 'done', Message });
    return { delivered, publish };
  };

  it('the simulated SNS delivers what is published, as it is', () => {
    const { delivered, publish } = topic();

    publish('{"kind":"curfew-report"}');

    expect(delivered).toEqual([{ topicArn: 'arn:operators', subject: 'done', message: '{"kind":"curfew-report"}' }]);
  });

  it('the simulated SNS refuses more than 256 KiB, counted in bytes', () => {
    const { delivered, publish } = topic();

    publish('x'.repeat(262_144));
    expect(() => publish('é'.repeat(131_073))).toThrow('Message too long');

    expect(delivered).toHaveLength(1);
  });
});

describe('the simulated Parameter Store', () => {
  const ssm = simulatedSsm(new Map([['/curfew/staging/enabled', 'false']]));

  it('the simulated Parameter Store gives the parameter that was put there', () => {
    expect(ask(ssm, 'GetParameter', { Name: '/curfew/staging/enabled' })).toMatchObject({
      Parameter: { Name: '/curfew/staging/enabled', Value: 'false' },
    });
  });

  it('the simulated Parameter Store says so when there is no such parameter', () => {
    expect(() => ask(ssm, 'GetParameter', { Name: '/curfew/prod/enabled' })).toThrow(
      expect.objectContaining({ name: 'ParameterNotFound' }),
    );
  });
});

describe('the simulated Secrets Manager', () => {
  const secrets = simulatedSecrets(new Map([['atlas/slack-webhook', 'https://hooks.slack.com/services/x']]));

  it('the simulated Secrets Manager gives the secret that was put there', () => {
    expect(ask(secrets, 'GetSecretValue', { SecretId: 'atlas/slack-webhook' })).toMatchObject({
      SecretString: 'https://hooks.slack.com/services/x',
    });
  });

  it('the simulated Secrets Manager says so when there is no such secret', () => {
    expect(() => ask(secrets, 'GetSecretValue', { SecretId: 'atlas/other' })).toThrow(
      expect.objectContaining({ name: 'ResourceNotFoundException' }),
    );
  });
});

describe('the simulated Lambda', () => {
  it('the simulated Lambda hands an invocation on by the name of its function, and answers before that is done', () => {
    const invoked: [string, unknown][] = [];
    const lambda = simulatedLambda(async (name, event) => invoked.push([name, event]));
    const Payload = new TextEncoder().encode('{"environment":"staging"}');

    expect(ask(lambda, 'Invoke', { FunctionName: 'curfew-start', InvocationType: 'Event', Payload })).toEqual({
      StatusCode: 202,
    });

    expect(invoked).toEqual([['curfew-start', { environment: 'staging' }]]);
  });

  it('the simulated Lambda answers with what the function ended with to whoever waits for it', async () => {
    const lambda = simulatedLambda(async (name) => {
      if (name === 'curfew-stop') throw new Error('no such environment');
      return { outcome: 'dry-run' };
    });
    const answerOf = async (FunctionName: string) => {
      const { Payload, ...rest } = (await ask(lambda, 'Invoke', { FunctionName })) as { Payload: Uint8Array };
      return { ...rest, payload: JSON.parse(Buffer.from(Payload).toString()) };
    };

    expect(await answerOf('curfew-start')).toEqual({ StatusCode: 200, payload: { outcome: 'dry-run' } });
    expect(await answerOf('curfew-stop')).toMatchObject({
      FunctionError: 'Unhandled',
      payload: { errorMessage: 'no such environment' },
    });
  });
});

describe.each([
  ['sns', simulatedSns(() => {})],
  ['ssm', simulatedSsm(new Map())],
  ['lambda', simulatedLambda(async () => {})],
  ['secretsmanager', simulatedSecrets(new Map())],
])('the simulated %s', (id, service) => {
  it('a simulated service says what it does not know', () => {
    expect(() => ask(service, 'Delete', {})).toThrow(`the simulated AWS does not support ${id}:Delete`);
  });
});
