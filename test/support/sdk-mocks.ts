// The adapters over the SDK's own clients, which answer as a test says: what exactly is sent, and what is made of the answers.
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { awsClients } from '#core/aws/clients.ts';
import { OperationError } from '#core/errors.ts';
import { serviceOf } from '#kinds/adapter.ts';
import { services } from '#kinds/adapters.ts';
import type { AwsEffect } from '#kinds/effect.ts';
import type { Observation, Reading } from '#kinds/observation.ts';
import type { Kind, Resource } from '#kinds/resource.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { errorFrom } from '#test/support/cloud.ts';

type Mock = {
  onAnyCommand(): { resolves(answer: object): unknown };
  calls(): { readonly args: readonly [{ readonly input: unknown }, ...unknown[]] }[];
};

/** Clients that answer `{}` until told otherwise, and the adapters over them. */
export const mockedAws = () => {
  const clients = awsClients({ region: 'us-east-1' });
  const rds = mockClient(clients.rds);
  const ecs = mockClient(clients.ecs);
  const autoscaling = mockClient(clients.autoscaling);
  const elbv2 = mockClient(clients.elbv2);
  const elasticache = mockClient(clients.elasticache);
  const kafka = mockClient(clients.kafka);
  const kafkaconnect = mockClient(clients.kafkaconnect);
  const mocks: readonly Mock[] = [rds, ecs, autoscaling, elbv2, elasticache, kafka, kafkaconnect];
  for (const mock of mocks) mock.onAnyCommand().resolves({});
  const adapters = services(clients, { now: () => new Date(0) });
  return {
    ...{ rds, ecs, autoscaling, elbv2, elasticache, kafka, kafkaconnect },
    observe: async (resources: readonly Resource[], towards?: Action): Promise<ReadonlyMap<string, Reading>> =>
      serviceOf<Kind>(adapters, resources[0]?.kind ?? 'rds-instance').observe(resources, towards),
    act: (resource: Resource, effect: AwsEffect) => serviceOf<Kind>(adapters, resource.kind).act(resource, effect),
  };
};

export type MockedAws = ReturnType<typeof mockedAws>;

/** Everything that was sent, as `[name of the command, input]`. */
export const sent = (mock: Mock): [string, unknown][] =>
  mock.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);

export const inputs = (mock: Mock, command: string): unknown[] =>
  sent(mock).flatMap(([name, input]) => (name === command ? [input] : []));

export const observationOf = (readings: ReadonlyMap<string, Reading>, name: string): Observation => {
  const reading = readings.get(name);
  if (reading?.state !== 'seen') throw new Error(`${name} is ${JSON.stringify(reading)}`);
  return reading.observation;
};

const network = Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET', $metadata: {} });

const errors = [
  {
    what: 'a class of the SDK with the code of the wire',
    error: awsError('InvalidDBInstanceStateFault', 'not available', { wireCode: 'InvalidDBInstanceState' }),
    code: 'MOVED',
    awsCode: 'InvalidDBInstanceState',
    retryable: true,
  },
  {
    what: 'a class of the SDK alone',
    error: awsError('InsufficientDBInstanceCapacityFault', 'no room'),
    code: 'NO_CAPACITY',
    awsCode: 'InsufficientDBInstanceCapacityFault',
    retryable: true,
  },
  {
    what: 'throttling that is not modelled',
    error: awsError('ThrottlingException', 'Rate exceeded'),
    code: 'THROTTLED',
    awsCode: 'ThrottlingException',
    retryable: true,
  },
  {
    what: 'an answer of the load balancer in front',
    error: awsError('Unknown', 'Bad Gateway', { status: 502 }),
    code: 'UNAVAILABLE',
    awsCode: 'Unknown',
    retryable: true,
  },
  { what: 'a connection that broke', error: network, code: 'UNAVAILABLE', awsCode: 'TimeoutError', retryable: true },
  {
    what: 'a missing permission',
    error: awsError('AccessDeniedException', 'not authorised'),
    code: 'ACCESS_DENIED',
    awsCode: 'AccessDeniedException',
    retryable: false,
  },
] as const;

type Reject = (aws: MockedAws, error: Error) => unknown;

/** What every adapter makes of the errors of AWS: reads and changes by the name of the operation that fails. */
export const describeAwsErrors = ({
  reads,
  changes,
}: {
  readonly reads: readonly (readonly [operation: string, reject: Reject, resource: Resource])[];
  readonly changes: readonly (readonly [operation: string, reject: Reject, resource: Resource, effect: AwsEffect])[];
}): void => {
  describe.each(errors)('$what', ({ error, code, awsCode, retryable }) => {
    for (const [operation, reject, resource] of reads)
      it(`makes a resource unreadable when ${operation} answers with it`, async () => {
        const aws = mockedAws();
        reject(aws, error);

        const reading = (await aws.observe([resource])).get('x');

        expect(reading).toMatchObject({ state: 'unreadable', code: awsCode, retryable });
        expect(reading).toHaveProperty('message', expect.stringContaining(`${awsCode}: ${error.message}`));
      });

    for (const [operation, reject, resource, effect] of changes)
      it(`is thrown with its meaning when ${operation} answers with it`, async () => {
        const aws = mockedAws();
        reject(aws, error);

        const thrown = await errorFrom(aws.act(resource, effect));

        expect(thrown).toBeInstanceOf(OperationError);
        expect(thrown).toMatchObject({ code, awsCode, retryable, cause: error });
      });
  });
};
