// The state in one DynamoDB table. Every change is a single conditional write: two runs can never both believe that
// they made it, and a write whose answer was lost can simply be repeated.
import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Expectation, ExpectedNotification } from '#domain/expectation.ts';
import type { Memory } from '#domain/memory.ts';
import type { Override } from '#domain/override.ts';
import type { Report } from '#domain/report.ts';
import type { Lease, RunStanding } from '#domain/run.ts';
import { valuesOf } from './attributes.ts';
import { requesting } from './dynamodb-errors.ts';
import { countedBy } from './expected.ts';
import type { StateStore } from './state-store.ts';

type Item = Record<string, AttributeValue>;
type Key = { readonly pk: string; readonly sk: string };
type Condition = Pick<
  PutItemCommandInput,
  'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

const keepDays = { slot: 30, notice: 30, override: 30, expectation: 30, report: 400 } as const;

/** The same instant is the same key, whatever offset it is written with; and keys sort by time. */
const utc = (time: string): string => new Date(time).toISOString();
const expiry = (time: string, days: number): number => Math.floor(Date.parse(time) / 1_000) + days * 24 * 60 * 60;

/** Spares `marshall` for what every request has. */
const keyItem = ({ pk, sk }: Key): Item => ({ pk: { S: pk }, sk: { S: sk } });

const keyOf = (environment: string, sk: string): Key => ({ pk: `ENV#${environment}`, sk });

/** Only this file writes the table, so what it reads has the type that it wrote. */
const storedValue = <T>(item: Item): T => {
  const { pk, sk, expiresAt, ...value } = valuesOf(item);
  return value as T;
};

/** Where a run stands is written with every renewal and read by people only: one attribute, not hundreds. */
type StoredLease = Omit<Lease, 'standing'> & { readonly standing?: string };

const storedLease = ({ standing, ...lease }: Lease): StoredLease => ({
  ...lease,
  ...(standing ? { standing: JSON.stringify(standing) } : {}),
});

/** The functions read leases all the time, and never where a run stands: that is parsed for whoever asks. */
const leaseOf = ({ standing, ...lease }: StoredLease): Lease =>
  standing === undefined
    ? lease
    : {
        ...lease,
        get standing() {
          return JSON.parse(standing) as RunStanding;
        },
      };

const always: Condition = {};
const ifAbsent: Condition = { ConditionExpression: 'attribute_not_exists(pk)' };
const ifNoCount: Condition = {
  ConditionExpression: 'attribute_not_exists(pk) OR #desired = :zero OR #givenBack = :true',
  ExpressionAttributeNames: { '#desired': 'desired', '#givenBack': 'givenBack' },
  ExpressionAttributeValues: { ':zero': { N: '0' }, ':true': { BOOL: true } },
};
/** The same count with what was not known when it was remembered: how the service scales. */
const ifNoScaling = (memory: Memory): Condition => {
  if (memory.kind !== 'ecs-service' || memory.scaling === undefined) return ifNoCount;
  return {
    ConditionExpression: `${ifNoCount.ConditionExpression} OR (#desired = :desired AND attribute_not_exists(#scaling))`,
    ExpressionAttributeNames: { ...ifNoCount.ExpressionAttributeNames, '#scaling': 'scaling' },
    ExpressionAttributeValues: { ...ifNoCount.ExpressionAttributeValues, ':desired': { N: String(memory.desired) } },
  };
};
const ifHeldBy = (run: string): Condition => ({
  ConditionExpression: '#run = :run',
  ExpressionAttributeNames: { '#run': 'run' },
  ExpressionAttributeValues: { ':run': { S: run } },
});
const ifFree = (run: string, nowMs: number): Condition => ({
  ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR #run = :run',
  ExpressionAttributeNames: { '#until': 'until', '#run': 'run' },
  ExpressionAttributeValues: { ':now': { N: String(nowMs) }, ':run': { S: run } },
});

/** A run notices that it was taken over, a deployment does not: its lease ends when it is given back, or by itself. */
const ifFreeOrRun = (run: string, nowMs: number): Condition => {
  const free = ifFree(run, nowMs);
  return {
    ConditionExpression: `${free.ConditionExpression} OR #action <> :deploy`,
    ExpressionAttributeNames: { ...free.ExpressionAttributeNames, '#action': 'action' },
    ExpressionAttributeValues: { ...free.ExpressionAttributeValues, ':deploy': { S: 'deploy' } },
  };
};

/** The requests that the store needs. `doing` says in words what for, and appears in errors. */
const openTable = (client: Pick<DynamoDBClient, 'send'>, TableName: string) => {
  const request = <T>(doing: string, call: () => Promise<T>, refused?: (standing: Item) => T): Promise<T> =>
    requesting(`${doing} in table ${TableName}`, call, refused);
  const write = (doing: string, call: () => Promise<unknown>): Promise<boolean> =>
    request(
      doing,
      () => call().then(() => true),
      () => false,
    );

  return {
    /** Puts a value if the condition holds. Answers with the value that stands. */
    put<T extends object>(doing: string, key: Key, value: T, condition: Condition, expiresAt?: number): Promise<T> {
      const Item = marshall({ ...key, ...value, expiresAt }, { removeUndefinedValues: true });
      const input = { TableName, Item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;
      return request(doing, () => client.send(new PutItemCommand(input)).then(() => value), storedValue<T>);
    },
    /** Changes some attributes of what a run has written; false if another has, or nobody. */
    change(doing: string, key: Key, run: string, changed: Item): Promise<boolean> {
      const held = ifHeldBy(run);
      const names = Object.keys(changed);
      const input = {
        TableName,
        Key: keyItem(key),
        ...held,
        UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
        ExpressionAttributeNames: {
          ...held.ExpressionAttributeNames,
          ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
        },
        ExpressionAttributeValues: {
          ...held.ExpressionAttributeValues,
          ...Object.fromEntries(Object.entries(changed).map(([name, value]) => [`:${name}`, value])),
        },
      };
      return write(doing, () => client.send(new UpdateItemCommand(input)));
    },
    /** Deletes if the condition holds; false if it does not. */
    remove: (doing: string, key: Key, condition: Condition): Promise<boolean> =>
      write(doing, () => client.send(new DeleteItemCommand({ TableName, Key: keyItem(key), ...condition }))),

    /** The value, or a single attribute of it. */
    async get<T>(doing: string, key: Key, attribute?: keyof T & string): Promise<T | undefined> {
      const only = attribute && { ProjectionExpression: '#only', ExpressionAttributeNames: { '#only': attribute } };
      const input = { TableName, Key: keyItem(key), ConsistentRead: true, ...only };
      const { Item } = await request(doing, () => client.send(new GetItemCommand(input)));
      return Item && storedValue<T>(Item);
    },
    /** All values whose sort key begins like the given one; with `newest`, the last so many of them, in reverse. */
    async list<T>(doing: string, { pk, sk }: Key, newest?: number): Promise<T[]> {
      const input = {
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
        ExpressionAttributeValues: { ':pk': { S: pk }, ':sk': { S: sk } },
        ConsistentRead: true,
        ScanIndexForward: newest === undefined,
      };
      const items: Item[] = [];
      let start: Item | undefined;
      do {
        const limit = newest === undefined ? {} : { Limit: newest - items.length };
        const from = start ? { ExclusiveStartKey: start } : {};
        const page = await request(doing, () => client.send(new QueryCommand({ ...input, ...limit, ...from })));
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start && items.length < (newest ?? Number.POSITIVE_INFINITY));
      return items.map(storedValue<T>);
    },
  };
};

export const dynamoStateStore = (client: Pick<DynamoDBClient, 'send'>, tableName: string): StateStore => {
  const table = openTable(client, tableName);
  const leaseKey = (environment: string): Key => keyOf(environment, 'LEASE');
  const memoryKey = (environment: string, resource: string): Key => keyOf(environment, `MEMORY#${resource}`);

  return {
    async claimSlot(environment, slot, run) {
      const key = keyOf(environment, `SLOT#${utc(slot.scheduledTime)}#${slot.action}`);
      const doing = `claiming the ${slot.action} slot ${slot.scheduledTime} of ${environment}`;
      const until = expiry(slot.scheduledTime, keepDays.slot);
      return (await table.put(doing, key, { ...slot, run }, ifAbsent, until)).run;
    },
    async acquireLease(environment, lease, nowMs, supersede) {
      const doing = `taking the lease of ${environment}`;
      const condition = supersede ? ifFreeOrRun(lease.run, nowMs) : ifFree(lease.run, nowMs);
      return leaseOf(await table.put<StoredLease>(doing, leaseKey(environment), storedLease(lease), condition));
    },
    renewLease: (environment, run, untilMs, standing) =>
      table.change(`renewing the lease of ${environment}`, leaseKey(environment), run, {
        until: { N: String(untilMs) },
        ...(standing ? { standing: { S: JSON.stringify(standing) } } : {}),
      }),
    async releaseLease(environment, run) {
      await table.remove(`giving back the lease of ${environment}`, leaseKey(environment), ifHeldBy(run));
    },
    async readLease(environment) {
      const stored = await table.get<StoredLease>(`reading the lease of ${environment}`, leaseKey(environment));
      return stored && leaseOf(stored);
    },
    async leaseHolder(environment) {
      const doing = `reading who has the lease of ${environment}`;
      return (await table.get<Lease>(doing, leaseKey(environment), 'run'))?.run;
    },
    memories: (environment) => table.list<Memory>(`reading the memories of ${environment}`, memoryKey(environment, '')),
    remember: (environment, memory) =>
      table.put(
        `remembering ${memory.resource} of ${environment}`,
        memoryKey(environment, memory.resource),
        memory,
        ifNoScaling(memory),
      ),
    async giveBack(environment, resource, capturedBy) {
      const doing = `marking ${resource} of ${environment} as given back`;
      await table.change(doing, memoryKey(environment, resource), capturedBy, { givenBack: { BOOL: true } });
    },
    async forget(environment, resource, capturedBy) {
      const doing = `forgetting ${resource} of ${environment}`;
      await table.remove(doing, memoryKey(environment, resource), ifHeldBy(capturedBy));
    },
    overrides: (environment) =>
      table.list<Override>(`reading the overrides of ${environment}`, keyOf(environment, 'OVERRIDE#')),
    async saveOverride(environment, override) {
      const key = keyOf(environment, `OVERRIDE#${override.id}`);
      const expiresAt = expiry(new Date(override.until).toISOString(), keepDays.override);
      await table.put(`saving an override of ${environment}`, key, override, always, expiresAt);
    },
    async wasNoted(environment, key) {
      const found = await table.get(`reading the note ${key} of ${environment}`, keyOf(environment, `NOTICE#${key}`));
      return found !== undefined;
    },
    async note(environment, key, nowMs) {
      const at = new Date(nowMs).toISOString();
      const expiresAt = expiry(at, keepDays.notice);
      await table.put(
        `noting ${key} of ${environment}`,
        keyOf(environment, `NOTICE#${key}`),
        { at },
        always,
        expiresAt,
      );
    },
    async expect(environment, expectation) {
      const key = keyOf(environment, `EXPECTATION#${expectation.run}`);
      const expiresAt = expiry(expectation.until, keepDays.expectation);
      await table.put(`saving the expectation of ${expectation.run}`, key, expectation, always, expiresAt);
    },
    async expectations(environment) {
      const key = keyOf(environment, 'EXPECTATION#');
      const all = await table.list<Expectation>(`reading the expectations of ${environment}`, key);
      return all.sort((left, right) => Date.parse(left.from) - Date.parse(right.from));
    },
    async countExpected(environment, run, notification) {
      const key = keyOf(environment, `EXPECTED#${run}#${notification.id}`);
      const expiresAt = expiry(notification.at, keepDays.expectation);
      await table.put(`counting what ${run} expected`, key, notification, always, expiresAt);
    },
    async expected(environment, run) {
      const key = keyOf(environment, `EXPECTED#${run}#`);
      return countedBy(await table.list<ExpectedNotification>(`reading what ${run} expected`, key));
    },
    async saveReport(report) {
      const { environment, endedAt, run } = report;
      const key = keyOf(environment, `RUN#${utc(endedAt)}#${run}`);
      await table.put(`saving the report of ${run}`, key, report, ifAbsent, expiry(endedAt, keepDays.report));
    },
    async reports(environment, limit) {
      if (limit <= 0) return [];
      return table.list<Report>(`reading the reports of ${environment}`, keyOf(environment, 'RUN#'), limit);
    },
  };
};
