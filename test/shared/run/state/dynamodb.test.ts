import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Memory } from '#kinds/memory.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import type { StateStore } from '#run/state/state-store.ts';
import { awsError } from '#sim/aws/aws-error.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { mockClass } from '#test/support/mock-class.ts';
import { testStateStore } from '#test/support/state-store-contract.ts';

type Sent = { readonly schema: readonly [number, string, string]; readonly input: Record<string, unknown> };

/** The real adapter over the simulated DynamoDB, with a record of the requests that it made. */
const simulated = () => {
  const db = simulatedDynamoDb();
  const sent: { operation: string; input: Record<string, unknown> }[] = [];
  const send = async (command: unknown): Promise<unknown> => {
    const { schema, input } = command as Sent;
    sent.push({ operation: schema[2], input });
    return db.handle(schema[2], input);
  };
  const client = { send } as unknown as Pick<DynamoDBClient, 'send'>;
  return { store: dynamoStateStore(client, 'curfew'), sent, items: () => db.items('curfew') };
};

const slot = { action: 'stop', scheduledTime: '2026-11-20T20:00:00-03:00' } as const;
const lease = { run: 'stop-1', action: 'stop', until: 1_795_215_660_000 } as const;
const memory: Memory = { kind: 'ecs-service', resource: 'scoring' as ResourceName, desired: 2, run: 'stop-1' };
const report = { run: 'stop-1', environment: 'staging', endedAt: '2026-11-20T20:12:00.500-03:00' } as Report;

testStateStore('DynamoDB', () => simulated().store);

describe('the DynamoDB table', () => {
  it('the DynamoDB table keeps everything of an environment in one partition, each kind under its own sort key', async () => {
    const { store, items } = simulated();
    await store.claimSlot('staging', slot, 'abc123');
    await store.acquireLease('staging', lease, 0, false);
    await store.remember('staging', memory);
    await store.saveReport(report);
    expect(items().map(({ pk, sk }) => [pk, sk])).toEqual([
      ['ENV#staging', 'LEASE'],
      ['ENV#staging', 'MEMORY#scoring'],
      ['ENV#staging', 'RUN#2026-11-20T23:12:00.500Z#stop-1'],
      ['ENV#staging', 'SLOT#2026-11-20T23:00:00.000Z#stop'],
    ]);
  });

  it('the DynamoDB table lets slots expire after 30 days and reports after 400, but neither lease nor memory', async () => {
    const { store, items } = simulated();
    await store.claimSlot('staging', slot, 'abc123');
    await store.acquireLease('staging', lease, 0, false);
    await store.remember('staging', memory);
    await store.saveReport(report);
    expect(items().map(({ expiresAt }) => expiresAt)).toEqual([
      undefined,
      undefined,
      Date.parse('2027-12-25T23:12:00Z') / 1_000,
      Date.parse('2026-12-20T23:00:00Z') / 1_000,
    ]);
  });

  it('the DynamoDB table has the end of a lease in milliseconds', async () => {
    const { store, items } = simulated();
    await store.acquireLease('staging', lease, 0, false);
    expect(items()).toEqual([{ pk: 'ENV#staging', sk: 'LEASE', ...lease }]);
  });

  it.each<[string, (store: StateStore) => Promise<unknown>]>([
    ['claimSlot', (store) => store.claimSlot('staging', slot, 'abc123')],
    ['acquireLease', (store) => store.acquireLease('staging', { ...lease, run: 'start-2' }, 0, false)],
    ['renewLease', (store) => store.renewLease('staging', 'stop-1', 1)],
    ['releaseLease', (store) => store.releaseLease('staging', 'stop-1')],
    ['remember', (store) => store.remember('staging', memory)],
    ['forget', (store) => store.forget('staging', memory.resource, 'stop-1')],
    ['saveReport', (store) => store.saveReport(report)],
  ])('the DynamoDB table is changed by %s with one request, whether it is granted or refused', async (_, change) => {
    const { store, sent } = simulated();
    await store.acquireLease('staging', lease, 0, false);
    sent.length = 0;
    await change(store);
    await change(store);
    expect(sent.map(({ operation }) => operation)).not.toContain('GetItem');
    expect(sent).toHaveLength(2);
  });

  it('the state table is always read consistently', async () => {
    const { store, sent } = simulated();
    await Promise.all([store.readLease('staging'), store.memories('staging'), store.reports('staging', 5)]);
    expect(sent.map(({ input }) => input.ConsistentRead)).toEqual([true, true, true]);
  });

  it('the DynamoDB table is not read further than reports are wanted', async () => {
    const { store, sent } = simulated();
    for (let minute = 10; minute < 60; minute++)
      await store.saveReport({ ...report, endedAt: `2026-11-20T20:${minute}:00-03:00` });
    sent.length = 0;
    expect(await store.reports('staging', 30)).toHaveLength(30);
    expect(sent.map(({ input }) => input.Limit)).toEqual([30, 5]);
  });
});

const failing = (error: Error): StateStore => {
  const mock = mockClass(DynamoDBClient);
  mock.onAnyCommand().rejects(error);
  return dynamoStateStore(new DynamoDBClient({ region: 'eu-central-1' }), 'curfew-state');
};

const caught = (call: Promise<unknown>): Promise<unknown> => call.catch((error: unknown) => error);

describe('an error of DynamoDB', () => {
  it.each([
    ['THROTTLED', awsError('ProvisionedThroughputExceededException', 'too fast')],
    ['THROTTLED', awsError('ThrottlingException', 'Rate exceeded')],
    ['THROTTLED', awsError('ThrottlingError', 'Rate exceeded')],
    ['THROTTLED', awsError('RequestLimitExceeded', 'too many')],
    ['UNAVAILABLE', awsError('InternalServerError', 'sorry', { status: 500 })],
    ['UNAVAILABLE', awsError('InternalFailure', 'sorry', { status: 500 })],
    ['UNAVAILABLE', awsError('ServiceUnavailable', 'sorry', { status: 503 })],
    ['UNAVAILABLE', Object.assign(new Error('socket hang up'), { name: 'TimeoutError', $metadata: {} })],
    ['ACCESS_DENIED', awsError('AccessDeniedException', 'not authorised to perform dynamodb:PutItem')],
    ['NOT_FOUND', awsError('ResourceNotFoundException', 'Requested resource not found')],
    ['INVALID', awsError('ValidationException', 'The provided key element does not match the schema')],
  ])('an error of DynamoDB means %s when it is %s', async (code, cause) => {
    const error = await caught(failing(cause).readLease('staging'));
    expect(error).toBeInstanceOf(OperationError);
    expect(error).toMatchObject({ code, awsCode: cause.name, cause });
  });

  it('an error of DynamoDB means UNAVAILABLE when the connection broke, and is called by the code of the socket', async () => {
    const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    const error = await caught(failing(cause).readLease('staging'));
    expect(error).toMatchObject({ code: 'UNAVAILABLE', awsCode: 'ECONNRESET', retryable: true });
  });

  it.each<[string, (store: StateStore) => Promise<unknown>]>([
    ['claiming the stop slot 2026-11-20T20:00:00-03:00 of staging', (store) => store.claimSlot('staging', slot, 'x')],
    ['taking the lease of staging', (store) => store.acquireLease('staging', lease, 0, false)],
    ['renewing the lease of staging', (store) => store.renewLease('staging', 'stop-1', 1)],
    ['releasing the lease of staging', (store) => store.releaseLease('staging', 'stop-1')],
    ['reading the lease of staging', (store) => store.readLease('staging')],
    ['reading the memories of staging', (store) => store.memories('staging')],
    ['remembering scoring of staging', (store) => store.remember('staging', memory)],
    ['forgetting scoring of staging', (store) => store.forget('staging', memory.resource, 'stop-1')],
    ['saving the report of stop-1', (store) => store.saveReport(report)],
    ['reading the reports of staging', (store) => store.reports('staging', 5)],
  ])('an error of DynamoDB says that it happened while %s', async (doing, call) => {
    const error = await caught(call(failing(awsError('ThrottlingException', 'Rate exceeded'))));
    expect(error).toHaveProperty(
      'message',
      `${doing} in table curfew-state failed: ThrottlingException: Rate exceeded`,
    );
  });

  it('an error of DynamoDB is left alone when it is a bug of ours', async () => {
    const bug = new TypeError('undefined is not a function');
    expect(await caught(failing(bug).readLease('staging'))).toBe(bug);
  });
});
