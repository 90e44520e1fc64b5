import { Readable } from 'node:stream';
import { ApplicationAutoScalingClient, DescribeScalableTargetsCommand } from '@aws-sdk/client-application-auto-scaling';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeReplicationGroupsCommand, ElastiCacheClient } from '@aws-sdk/client-elasticache';
import { KafkaClient, ListClustersV2Command } from '@aws-sdk/client-kafka';
import { KafkaConnectClient, PauseConnectorCommand } from '@aws-sdk/client-kafkaconnect';
import { RDSClient, StopDBInstanceCommand } from '@aws-sdk/client-rds';
import { describe, expect, it } from 'vitest';
import { calling, readBatch, toOperationError, unreadable } from '#core/aws/errors.ts';
import { type ErrorCode, OperationError } from '#core/errors.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { errorFrom } from '#test/support/cloud.ts';
import { database } from '#test/support/definitions.ts';

/** As Node and the SDK throw what went wrong before there was an answer. */
const networkError = (code: string, name = 'Error'): Error =>
  Object.assign(new Error(`no answer: ${code}`), { name, code, $metadata: { attempts: 3 } });

describe('an error of AWS', () => {
  it.each<[ErrorCode, boolean, string]>([
    ['THROTTLED', true, 'Throttling'],
    ['THROTTLED', true, 'ThrottlingException'],
    ['THROTTLED', true, 'ThrottledException'],
    ['THROTTLED', true, 'RequestThrottled'],
    ['THROTTLED', true, 'RequestThrottledException'],
    ['THROTTLED', true, 'RequestLimitExceeded'],
    ['THROTTLED', true, 'TooManyRequestsException'],
    ['MOVED', true, 'ConflictException'],
    ['MOVED', true, 'ConcurrentUpdateException'],
    ['MOVED', true, 'ResourceInUseException'],
    ['MOVED', true, 'UpdateInProgressException'],
    ['ACCESS_DENIED', false, 'AccessDenied'],
    ['ACCESS_DENIED', false, 'AccessDeniedException'],
    ['ACCESS_DENIED', false, 'ForbiddenException'],
    ['ACCESS_DENIED', false, 'UnauthorizedException'],
    ['ACCESS_DENIED', false, 'UnauthorizedOperation'],
    ['NOT_FOUND', false, 'NotFoundException'],
    ['NOT_FOUND', false, 'ObjectNotFoundException'],
    ['NOT_FOUND', false, 'ServiceNotFoundException'],
    ['NOT_FOUND', false, 'ClusterNotFoundException'],
    ['NOT_FOUND', false, 'ReplicationGroupNotFoundFault'],
    ['UNAVAILABLE', true, 'ServiceUnavailable'],
    ['UNAVAILABLE', true, 'ServiceUnavailableException'],
    ['UNAVAILABLE', true, 'InternalFailure'],
    ['UNAVAILABLE', true, 'InternalServerErrorException'],
    ['UNAVAILABLE', true, 'InternalServiceException'],
    ['UNAVAILABLE', true, 'ServerException'],
    ['UNAVAILABLE', true, 'RequestTimeout'],
    ['UNAVAILABLE', true, 'RequestTimeoutException'],
    ['INVALID', false, 'InvalidParameterCombination'],
    ['INVALID', false, 'InvalidParameterException'],
    ['INVALID', false, 'ValidationException'],
    ['INVALID', false, 'ServiceNotActiveException'],
    ['INVALID', false, 'KMSKeyNotAccessibleFault'],
    // A quota of the account: the SDK retries it as if it were a rate, in vain.
    ['INVALID', false, 'LimitExceededException'],
    ['INVALID', false, 'SomethingOfNextYear'],
  ])('an error of AWS is %s (worth a retry: %s) when it is called %s', (code, retryable, name) => {
    const cause = awsError(name, 'so says AWS');

    const error = toOperationError(cause, 'stop orders');

    expect(error).toBeInstanceOf(OperationError);
    expect(error).toMatchObject({ code, retryable, awsCode: name, cause });
    expect(error).toHaveProperty('message', `stop orders: ${name}: so says AWS`);
  });

  it.each<[ErrorCode, string]>([
    ['MOVED', 'InvalidDBInstanceState'],
    ['MOVED', 'InvalidReplicationGroupState'],
    ['NOT_FOUND', 'DBInstanceNotFound'],
    ['NO_CAPACITY', 'InsufficientDBInstanceCapacity'],
    ['NO_CAPACITY', 'InsufficientCacheClusterCapacity'],
  ])('an error of AWS is %s by its code on the wire and by the class that the SDK makes of %s', (code, wireCode) => {
    const both = awsError(`${wireCode}Fault`, 'no', { wireCode });
    const classOnly = awsError(`${wireCode}Fault`, 'no');
    const wireOnly = awsError(wireCode, 'no');

    expect(toOperationError(both, 'try')).toMatchObject({ code, awsCode: wireCode });
    expect(toOperationError(classOnly, 'try')).toMatchObject({ code, awsCode: `${wireCode}Fault` });
    expect(toOperationError(wireOnly, 'try')).toMatchObject({ code, awsCode: wireCode });
  });

  it.each<[ErrorCode, number]>([
    ['INVALID', 400],
    ['INVALID', 404],
    ['THROTTLED', 429],
    ['UNAVAILABLE', 500],
    ['UNAVAILABLE', 503],
  ])('an error of AWS is %s by the status %i when nobody knows its name', (code, status) => {
    expect(toOperationError(awsError('SomethingOfNextYear', 'no', { status }), 'try')).toMatchObject({ code });
  });

  it('an error of AWS is judged by its name before its status', () => {
    expect(toOperationError(awsError('ThrottlingException', 'no', { status: 503 }), 'try')).toMatchObject({
      code: 'THROTTLED',
    });
  });
});

describe('a connection that fails', () => {
  it.each([
    'ECONNRESET',
    'ECONNREFUSED',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ])('a connection that fails with %s means that nothing is known, and that it is worth a retry', (code) => {
    expect(toOperationError(networkError(code), 'try')).toMatchObject({
      code: 'UNAVAILABLE',
      awsCode: code,
      retryable: true,
    });
  });

  it('a connection that fails on every address of the endpoint is no other than on one', () => {
    expect(toOperationError(networkError('ECONNREFUSED', 'AggregateError'), 'try')).toMatchObject({
      code: 'UNAVAILABLE',
      awsCode: 'ECONNREFUSED',
    });
  });

  it('a connection that fails is called TimeoutError where the SDK calls it so', () => {
    expect(toOperationError(networkError('ECONNRESET', 'TimeoutError'), 'try')).toMatchObject({
      code: 'UNAVAILABLE',
      awsCode: 'TimeoutError',
    });
  });
});

describe('what did not come from AWS', () => {
  it.each([
    ['a bug', new TypeError('undefined is not a function')],
    ['a file that is missing', Object.assign(new Error('no such file'), { code: 'ENOENT' })],
    ['an error that has its meaning already', new OperationError('MOVED', 'stop orders: it moved')],
    ['something that is no error', 'a string'],
    ['nothing', undefined],
  ])('what did not come from AWS stays as it is: %s', (_what, thrown) => {
    expect(toOperationError(thrown, 'try')).toBe(thrown);
  });

  it('an error that did not come from AWS passes through a call as it is', async () => {
    const bug = new RangeError('bug');

    expect(await errorFrom(calling('try', () => Promise.reject(bug)))).toBe(bug);
  });

  it('an error that did not come from AWS never becomes a reading', async () => {
    const bug = new RangeError('bug');

    expect(() => unreadable(bug)).toThrow(bug);
    expect(await errorFrom(readBatch([], () => Promise.reject(bug)))).toBe(bug);
  });
});

describe('a batch whose call failed', () => {
  it('a batch whose call failed is unreadable as a whole, for the same reason', async () => {
    const batch = [database('orders'), database('ledger')];
    const read = () => calling('describe', () => Promise.reject(awsError('AccessDenied', 'not you')));

    const readings = await readBatch(batch, read);

    const reading = {
      state: 'unreadable',
      code: 'AccessDenied',
      message: 'describe: AccessDenied: not you',
      retryable: false,
    };
    expect([...readings]).toEqual([
      ['orders', reading],
      ['ledger', reading],
    ]);
  });
});

type Answer = { readonly statusCode: number; readonly type: string; readonly text: string };

/** A real client, as far as to the socket. */
const answering = ({ statusCode, type, text }: Answer) => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'nobody', secretAccessKey: 'nothing' },
  maxAttempts: 1,
  requestHandler: {
    handle: async () => ({
      response: { statusCode, headers: { 'content-type': type }, body: Readable.from([Buffer.from(text)]) },
    }),
  },
});

const xml = (code: string, statusCode: number): Answer => ({
  statusCode,
  type: 'text/xml',
  text: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});
const json = (code: string, statusCode: number): Answer => ({
  statusCode,
  type: 'application/x-amz-json-1.1',
  text: JSON.stringify({ __type: code, message: 'no' }),
});
const html: Answer = { statusCode: 503, type: 'text/html', text: '<html>Service Unavailable</html>' };

const send = {
  rds: (answer: Answer) =>
    new RDSClient(answering(answer)).send(new StopDBInstanceCommand({ DBInstanceIdentifier: 'orders' })),
  elasticache: (answer: Answer) =>
    new ElastiCacheClient(answering(answer)).send(new DescribeReplicationGroupsCommand({})),
  elbv2: (answer: Answer) =>
    new ElasticLoadBalancingV2Client(answering(answer)).send(
      new DescribeTargetHealthCommand({ TargetGroupArn: 'arn:aws:elasticloadbalancing:targetgroup/shop' }),
    ),
  ecs: (answer: Answer) => new ECSClient(answering(answer)).send(new DescribeServicesCommand({ services: ['shop'] })),
  autoscaling: (answer: Answer) =>
    new ApplicationAutoScalingClient(answering(answer)).send(
      new DescribeScalableTargetsCommand({ ServiceNamespace: 'ecs' }),
    ),
  kafka: (answer: Answer) => new KafkaClient(answering(answer)).send(new ListClustersV2Command({})),
  kafkaconnect: (answer: Answer) =>
    new KafkaConnectClient(answering(answer)).send(new PauseConnectorCommand({ connectorArn: 'arn:aws:sink' })),
} as const;

describe('an answer of AWS, as the SDK reads it from the wire', () => {
  it.each<[keyof typeof send, ErrorCode, string, Answer]>([
    ['rds', 'MOVED', 'InvalidDBInstanceState', xml('InvalidDBInstanceState', 400)],
    ['rds', 'NOT_FOUND', 'DBInstanceNotFound', xml('DBInstanceNotFound', 404)],
    ['rds', 'INVALID', 'InvalidParameterCombination', xml('InvalidParameterCombination', 400)],
    ['rds', 'THROTTLED', 'Throttling', xml('Throttling', 400)],
    ['rds', 'ACCESS_DENIED', 'AccessDenied', xml('AccessDenied', 403)],
    ['rds', 'UNAVAILABLE', 'InternalFailure', xml('InternalFailure', 500)],
    ['rds', 'UNAVAILABLE', 'Unknown', html],
    ['elasticache', 'MOVED', 'InvalidReplicationGroupState', xml('InvalidReplicationGroupState', 400)],
    ['elasticache', 'NOT_FOUND', 'ReplicationGroupNotFoundFault', xml('ReplicationGroupNotFoundFault', 404)],
    ['elasticache', 'THROTTLED', 'Throttling', xml('Throttling', 400)],
    ['elbv2', 'NOT_FOUND', 'TargetGroupNotFound', xml('TargetGroupNotFound', 400)],
    ['elbv2', 'THROTTLED', 'Throttling', xml('Throttling', 400)],
    ['ecs', 'NOT_FOUND', 'ClusterNotFoundException', json('ClusterNotFoundException', 400)],
    ['ecs', 'NOT_FOUND', 'ServiceNotFoundException', json('com.amazonaws.ecs#ServiceNotFoundException', 400)],
    ['ecs', 'THROTTLED', 'ThrottlingException', json('ThrottlingException', 400)],
    ['ecs', 'ACCESS_DENIED', 'AccessDeniedException', json('AccessDeniedException', 400)],
    ['ecs', 'UNAVAILABLE', 'ServerException', json('ServerException', 500)],
    ['ecs', 'UNAVAILABLE', 'SyntaxError', html],
    ['autoscaling', 'MOVED', 'ConcurrentUpdateException', json('ConcurrentUpdateException', 400)],
    ['autoscaling', 'NOT_FOUND', 'ObjectNotFoundException', json('ObjectNotFoundException', 400)],
    ['autoscaling', 'UNAVAILABLE', 'InternalServiceException', json('InternalServiceException', 500)],
    ['kafka', 'THROTTLED', 'TooManyRequestsException', json('TooManyRequestsException', 429)],
    ['kafka', 'ACCESS_DENIED', 'ForbiddenException', json('ForbiddenException', 403)],
    ['kafkaconnect', 'MOVED', 'ConflictException', json('ConflictException', 409)],
    ['kafkaconnect', 'NOT_FOUND', 'NotFoundException', json('NotFoundException', 404)],
    ['kafkaconnect', 'UNAVAILABLE', 'ServiceUnavailableException', json('ServiceUnavailableException', 503)],
  ])(
    'an answer of AWS, as the SDK reads it from the wire from %s is %s, and called %s',
    async (service, code, awsCode, answer) => {
      const thrown = await errorFrom(calling('try', () => send[service](answer)));

      expect(thrown).toBeInstanceOf(OperationError);
      expect(thrown).toMatchObject({ code, awsCode });
    },
  );
});
