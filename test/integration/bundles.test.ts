// A night of `wire`: the functions' bundles with their own clients, over HTTP, against moto.
import { LocalDurableTestRunner } from '@aws/durable-execution-sdk-js-testing';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awsClients } from '#core/aws/clients.ts';
import type { Report } from '#core/report.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { parseNotifications } from '#functions/alarm-notify/event.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { applyFile, stagingFile, wireFile } from './support/apply.ts';
import { builtBundles, runBundle } from './support/bundles.ts';
import { createQueue, emptyMoto, type Queue, type RecordedCall, recordCalls } from './support/moto.ts';
import { createTable } from './support/table.ts';
import { keepSchedulingTasks } from './support/task-scheduler.ts';
import { cluster, createEnvironment, lookAt } from './support/wire-environment.ts';

const tableName = 'curfew-wire';
const clients = awsClients();
const store = dynamoStateStore(clients.dynamodb, tableName);
const byHand = { environment: 'wire', requestedBy: 'ana' };
const mutating = ['PutItem', 'UpdateItem', 'DeleteItem', 'UpdateService', 'RegisterScalableTarget'];

let queue: Queue;
let endScheduling: () => Promise<void>;
let afternoon: Awaited<ReturnType<typeof lookAt>>;

const createTopic = async (): Promise<void> => {
  const { TopicArn } = await clients.sns.send(new CreateTopicCommand({ Name: 'curfew-operators' }));
  queue = await createQueue('curfew-notify');
  await clients.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queue.arn }));
  process.env.OPERATOR_TOPIC_ARN = TopicArn;
};

const setSwitch = (Value: 'true' | 'false') =>
  clients.ssm.send(new PutParameterCommand({ Name: '/curfew/wire/enabled', Value, Type: 'String', Overwrite: true }));

beforeAll(async () => {
  await emptyMoto();
  process.env.TABLE_NAME = tableName;
  // In real time: skipped time would also skip the time that an HTTP request may take.
  await LocalDurableTestRunner.setupTestEnvironment({ skipTime: false });
  await createTable(clients.dynamodb, tableName);
  await applyFile(clients.dynamodb, tableName, 'wire', wireFile);
  await applyFile(clients.dynamodb, tableName, 'staging', stagingFile);
  await createTopic();
  await createEnvironment(clients);
  endScheduling = keepSchedulingTasks(clients.ecs, cluster);
  afternoon = await lookAt(clients);
});

afterAll(async () => {
  await endScheduling?.();
  await LocalDurableTestRunner.teardownTestEnvironment();
});

/** What waits in the queue behind the operator topic, as `alarm-notify` reads it. */
const takePublished = async () =>
  parseNotifications(await queue.take(), 'test').map(({ subject, body }) => ({ subject, report: JSON.parse(body) }));

const outcomes = ({ resources }: Report) => Object.fromEntries(resources.map((one) => [one.resource, one.outcome]));

type Transaction = { readonly TransactItems?: readonly Readonly<Record<string, Record<string, unknown>>>[] };

/** A transaction as the writes that it is made of. */
const writesIn = ({ operation, input }: RecordedCall): RecordedCall[] =>
  operation === 'TransactWriteItems'
    ? ((input as Transaction).TransactItems ?? []).flatMap((one) =>
        Object.entries(one).map(([kind, write]) => ({ operation: `${kind}Item`, input: write })),
      )
    : [{ operation, input }];

/** In which order a service and the memory of it were changed; what its alarms are expected to do names it, too. */
const changesOf = (name: string, calls: readonly RecordedCall[]): string[] =>
  calls
    .flatMap(writesIn)
    .filter(({ operation, input }) => {
      const about = JSON.stringify(input);
      if (!mutating.includes(operation)) return false;
      return operation.endsWith('Item') ? about.includes(`"MEMORY#${name}"`) : about.includes(`wire-${name}`);
    })
    .map(({ operation }) => operation);

describe('the bundle of stop', () => {
  let report: Report;
  let calls: RecordedCall[];

  beforeAll(async () => {
    ({ result: report, calls } = await recordCalls(() => runBundle(builtBundles, 'stop', byHand)));
  });

  it('the bundle of stop brings everything down and leaves the gate alone', async () => {
    expect(report).toMatchObject({ action: 'stop', environment: 'wire', outcome: 'done', warnings: [] });
    expect(outcomes(report)).toEqual({
      'dashboard-backend': 'done',
      scoring: 'done',
      camunda: 'done',
      'kafka-ui': 'done',
      'dashboard-db': 'done',
      'camunda-db': 'done',
      'orders-db': 'done',
      cache: 'skipped',
    });
    expect(await lookAt(clients)).toEqual({
      databases: { 'wire-dashboard': 'stopped', 'wire-camunda': 'stopped', 'wire-orders': 'stopped' },
      services: { 'wire-camunda': 0, 'wire-scoring': 0, 'wire-dashboard-backend': 0, 'wire-kafka-ui': 0 },
      scaling: { ...afternoon.scaling, suspended: 3 },
    });
  });

  it('the bundle of stop remembers the counts and the scaling of before', async () => {
    const suspended = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };

    const memories = await store.memories('wire');
    const databases = memories.filter(({ kind }) => kind !== 'ecs-service');
    expect(databases.map((one) => [one.resource, 'downBy' in one && one.downBy])).toEqual([
      ['camunda-db', 'curfew'],
      ['dashboard-db', 'curfew'],
      ['orders-db', 'curfew'],
    ]);
    expect(memories.filter(({ kind }) => kind === 'ecs-service')).toMatchObject([
      { resource: 'camunda', desired: 1, run: report.run },
      { resource: 'dashboard-backend', desired: 2, run: report.run },
      { resource: 'kafka-ui', desired: 0, run: report.run },
      { resource: 'scoring', desired: 3, scaling: { min: 2, max: 6, suspended }, run: report.run },
    ]);
  });

  it('the bundle of stop remembers a service before it suspends its scaling, and that before it lowers its count', () => {
    expect(changesOf('scoring', calls)).toEqual(['PutItem', 'RegisterScalableTarget', 'UpdateService']);
    expect(changesOf('camunda', calls)).toEqual(['PutItem', 'UpdateService']);
    expect(changesOf('kafka-ui', calls)).toEqual(['PutItem']);
  });

  it('the bundle of stop saves the report that it returns, publishes it once and gives the lease back', async () => {
    expect(await store.reports('wire', 10)).toEqual([report]);
    expect(await takePublished()).toEqual([{ subject: 'wire stop: done', report }]);
    expect(await store.readLease('wire')).toBeUndefined();
  });
});

describe('a scheduled delivery', () => {
  const timeZone = 'America/Fortaleza';
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

  /** Gives the environment a slot at this minute, and is what the scheduler delivers then. */
  const deliveryOf = async (action: 'start' | 'stop') => {
    const minute = Temporal.Instant.fromEpochMilliseconds(systemRuntime.now().getTime())
      .toZonedDateTimeISO(timeZone)
      .round({ smallestUnit: 'minute', roundingMode: 'floor' });
    const slot = `${action}: { days: [${days[minute.dayOfWeek - 1]}], at: "${minute.toPlainTime().toString().slice(0, 5)}" }`;
    await applyFile(clients.dynamodb, tableName, 'wire', wireFile, (yaml) => yaml.replace(/stop: \{ days.*\}/, slot));
    return { environment: 'wire', requestedBy: 'schedule', scheduledTime: minute.toInstant().toString() };
  };

  afterAll(() => applyFile(clients.dynamodb, tableName, 'wire', wireFile));

  it('a scheduled delivery does nothing while the switch in Parameter Store is off', async () => {
    const delivery = await deliveryOf('start');
    await setSwitch('false');
    const { result: report, calls } = await recordCalls(() => runBundle(builtBundles, 'start', delivery));
    await setSwitch('true');

    expect(report).toMatchObject({ outcome: 'skipped', resources: [] });
    expect(report.reason).toContain('/curfew/wire/enabled');
    expect(calls.map(({ operation }) => operation)).not.toContain('UpdateService');
  });

  it('a scheduled delivery finds everything down already, and its duplicate finds the slot taken', async () => {
    const twice = await deliveryOf('stop');

    const first = await runBundle(builtBundles, 'stop', twice);
    const second = await runBundle(builtBundles, 'stop', twice);

    expect(first).toMatchObject({ outcome: 'done' });
    expect(new Set(Object.values(outcomes(first)))).toEqual(new Set(['skipped']));
    expect(second).toMatchObject({ outcome: 'duplicate', resources: [] });
  });
});

describe('the bundle of start', () => {
  let report: Report;
  let calls: RecordedCall[];

  beforeAll(async () => {
    await takePublished();
    ({ result: report, calls } = await recordCalls(() => runBundle(builtBundles, 'start', byHand)));
  });

  it('the bundle of start brings everything back to where it was in the afternoon', async () => {
    expect(report).toMatchObject({ action: 'start', environment: 'wire', outcome: 'done', warnings: [] });
    expect(outcomes(report)).toEqual({
      'dashboard-db': 'done',
      'camunda-db': 'done',
      'orders-db': 'done',
      cache: 'skipped',
      'kafka-ui': 'skipped',
      camunda: 'done',
      scoring: 'done',
      'dashboard-backend': 'done',
    });
    expect(await lookAt(clients)).toEqual(afternoon);
  });

  it('the bundle of start raises a count, marks it as given back before it lets the scaling act again, and then forgets', () => {
    expect(changesOf('scoring', calls)).toEqual([
      'UpdateService',
      'UpdateItem',
      'RegisterScalableTarget',
      'DeleteItem',
    ]);
    expect(changesOf('camunda', calls)).toEqual(['UpdateService', 'UpdateItem', 'DeleteItem']);
  });

  it('the bundle of start still knows which service is at zero on purpose', async () => {
    expect(await store.memories('wire')).toMatchObject([{ resource: 'kafka-ui', desired: 0 }]);
  });

  it('the bundle of start publishes its report and gives the lease back', async () => {
    expect(await takePublished()).toEqual([{ subject: 'wire start: done', report }]);
    expect(await store.readLease('wire')).toBeUndefined();
  });
});

describe.each(['stop', 'start'] as const)('the built bundle of %s', (action) => {
  it('a built bundle asks AWS about every resource of staging, says of each that it is not there, and changes nothing', async () => {
    const dryRun = { environment: 'staging', requestedBy: 'ana', dryRun: true };

    const { result: report, calls } = await recordCalls(() => runBundle(builtBundles, action, dryRun));

    expect(report).toMatchObject({ outcome: 'dry-run', environment: 'staging' });
    const codes = Object.fromEntries(report.resources.map(({ resource, errorCode }) => [resource, errorCode]));
    expect(codes).toMatchObject({ 'camunda-db': 'NOT_FOUND', cache: 'NOT_FOUND', kafka: 'NOT_FOUND' });
    expect(codes).toMatchObject({ scoring: 'ClusterNotFoundException' });
    expect(calls.filter(({ operation }) => mutating.includes(operation))).toEqual([]);
  });
});
