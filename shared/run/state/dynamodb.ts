// The state of runs in the table.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { latestEnd } from '#core/ended.ts';
import type { Expectation, ExpectedNotification } from '#core/expectation.ts';
import type { Lasting } from '#core/lasting.ts';
import type { Override } from '#core/override.ts';
import { type Lease, leaseMsMax } from '#core/run.ts';
import type { Silence } from '#core/silence.ts';
import { always, type Condition, ifAbsent, type Key, openTable } from '#core/state/dynamodb-table.ts';
import { environmentPartition, notificationPartition } from '#core/state/partitions.ts';
import type { Memory } from '#kinds/memory.ts';
import { readEnvironmentState } from './dynamodb-environment-state.ts';
import { openHeld } from './dynamodb-held.ts';
import { openTogether } from './dynamodb-together.ts';
import { partsOfExpectation, wholeExpectations } from './expectation-parts.ts';
import { countedBy } from './expected.ts';
import { packedReport, unpackedReport } from './packed-report.ts';
import type { StateStore } from './state-store.ts';
import { leaseOf, type StoredLease, storedLease } from './stored-lease.ts';

const keepDays = { slot: 30, notice: 30, override: 30, expectation: 30, report: 400 } as const;

/** The same instant is the same key, whatever offset it is written with; and keys sort by time. */
const utc = (time: string): string => new Date(time).toISOString();
const expiry = (time: string, days: number): number => Math.floor(Date.parse(time) / 1_000) + days * 24 * 60 * 60;

const keyOf = (environment: string, sk: string): Key => ({ pk: environmentPartition(environment), sk });
/** Counted by `alarm-notify`, which may write nothing of the environment itself. */
const keyOfCount = (environment: string, sk: string): Key => ({ pk: notificationPartition(environment), sk });

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
const ifFree = (run: string, nowMs: number): Condition => ({
  ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR #until > :latest OR #run = :run',
  ExpressionAttributeNames: { '#until': 'until', '#run': 'run' },
  ExpressionAttributeValues: {
    ':now': { N: String(nowMs) },
    ':latest': { N: String(latestEnd(nowMs, leaseMsMax)) },
    ':run': { S: run },
  },
});

/** A run notices that it was taken over, a deployment does not: its lease ends when it is released, or by itself. */
const ifFreeOrRun = (run: string, nowMs: number): Condition => {
  const free = ifFree(run, nowMs);
  return {
    ConditionExpression: `${free.ConditionExpression} OR #action <> :deploy`,
    ExpressionAttributeNames: { ...free.ExpressionAttributeNames, '#action': 'action' },
    ExpressionAttributeValues: { ...free.ExpressionAttributeValues, ':deploy': { S: 'deploy' } },
  };
};

type Table = ReturnType<typeof openTable>;
type Held = ReturnType<typeof openHeld>;
type Together = ReturnType<typeof openTogether>;

const leaseKey = (environment: string): Key => keyOf(environment, 'LEASE');
const memoryKey = (environment: string, resource: string): Key => keyOf(environment, `MEMORY#${resource}`);

const slotsAndLeasesIn = (
  table: Table,
  held: Held,
): Pick<StateStore, 'claimSlot' | 'acquireLease' | 'renewLease' | 'releaseLease' | 'readLease' | 'leaseHolder'> => ({
  async claimSlot(environment, slot, run) {
    const kind = `${slot.only ? `#${slot.only.join(',')}` : ''}${slot.refusal ? '#refusal' : ''}`;
    const key = keyOf(environment, `SLOT#${utc(slot.scheduledTime)}#${slot.action}${kind}`);
    const doing = `claiming the ${slot.action} slot ${slot.scheduledTime} of ${environment}`;
    const until = expiry(slot.scheduledTime, keepDays.slot);
    return (await table.put(doing, key, { ...slot, run }, ifAbsent, until)).run;
  },
  async acquireLease(environment, lease, nowMs, supersede) {
    const doing = `taking the lease of ${environment}`;
    const condition = supersede ? ifFreeOrRun(lease.run, nowMs) : ifFree(lease.run, nowMs);
    return leaseOf(await table.put<StoredLease>(doing, leaseKey(environment), storedLease(lease), condition));
  },
  renewLease: (environment, run, untilMs, progress) =>
    held.change(`renewing the lease of ${environment}`, leaseKey(environment), run, {
      until: { N: String(untilMs) },
      ...(progress ? { standing: { S: JSON.stringify(progress) } } : {}),
    }),
  async releaseLease(environment, run) {
    await held.remove(`releasing the lease of ${environment}`, leaseKey(environment), run);
  },
  async readLease(environment) {
    const stored = await table.get<StoredLease>(`reading the lease of ${environment}`, leaseKey(environment));
    return stored && leaseOf(stored);
  },
  leaseHolder(environment) {
    const doing = `reading the holder of the lease of ${environment}`;
    return table.get<Pick<Lease, 'run' | 'until'>>(doing, leaseKey(environment), ['run', 'until']);
  },
});

const memoriesIn = (
  table: Table,
  held: Held,
  { write }: Together,
): Pick<StateStore, 'memories' | 'remember' | 'giveBack' | 'forget'> => ({
  memories: (environment) => table.list<Memory>(`reading the memories of ${environment}`, memoryKey(environment, '')),
  remember(environment, memory, permit) {
    const doing = `remembering ${memory.resource} of ${environment}`;
    const key = memoryKey(environment, memory.resource);
    const condition = ifNoScaling(memory);
    const part = () => held.putPart(key, memory, condition);
    return write({ key, part, made: memory, alone: () => table.put(doing, key, memory, condition), permit });
  },
  async giveBack(environment, resource, capturedBy, permit) {
    const doing = `marking ${resource} of ${environment} as restored`;
    const key = memoryKey(environment, resource);
    const changed = { givenBack: { BOOL: true } };
    const part = () => held.changePart(key, capturedBy, changed);
    await write({ key, part, made: true, alone: () => held.change(doing, key, capturedBy, changed), permit });
  },
  async forget(environment, resource, capturedBy, permit) {
    const doing = `forgetting ${resource} of ${environment}`;
    const key = memoryKey(environment, resource);
    const part = () => held.removePart(key, capturedBy);
    await write({ key, part, made: true, alone: () => held.remove(doing, key, capturedBy), permit });
  },
});

const overridesAndNotesIn = (
  table: Table,
): Pick<
  StateStore,
  | 'overrides'
  | 'saveOverride'
  | 'silences'
  | 'saveSilence'
  | 'wasNoted'
  | 'notedAt'
  | 'note'
  | 'lasting'
  | 'noteLasting'
> => ({
  silences: (environment) =>
    table.list<Silence>(`reading the silences of ${environment}`, keyOf(environment, 'SILENCE#')),
  async saveSilence(environment, silence) {
    const key = keyOf(environment, `SILENCE#${silence.id}`);
    const expiresAt = expiry(new Date(silence.until).toISOString(), keepDays.override);
    await table.put(`saving a silence of ${environment}`, key, silence, always, expiresAt);
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
  async notedAt(environment, key) {
    const doing = `reading the note ${key} of ${environment}`;
    const found = await table.get<{ at: string }>(doing, keyOf(environment, `NOTICE#${key}`));
    return found && Date.parse(found.at);
  },
  async note(environment, key, nowMs) {
    const at = new Date(nowMs).toISOString();
    const expiresAt = expiry(at, keepDays.notice);
    await table.put(`noting ${key} of ${environment}`, keyOf(environment, `NOTICE#${key}`), { at }, always, expiresAt);
  },
  lasting: (environment) =>
    table.get<Lasting>(`reading what lasts in ${environment}`, keyOf(environment, 'NOTICE#lasting')),
  async noteLasting(environment, lasting, nowMs) {
    const expiresAt = expiry(new Date(nowMs).toISOString(), keepDays.notice);
    await table.put(
      `noting what lasts in ${environment}`,
      keyOf(environment, 'NOTICE#lasting'),
      lasting,
      always,
      expiresAt,
    );
  },
});

const expectationsIn = (table: Table): Pick<StateStore, 'expect' | 'expectations' | 'countExpected' | 'expected'> => ({
  async expect(environment, expectation) {
    const { run, until } = expectation;
    const expiresAt = expiry(until, keepDays.expectation);
    for (const one of partsOfExpectation(expectation)) {
      const key = keyOf(environment, `EXPECTATION#${run}${one.part === undefined ? '' : `#${one.part}`}`);
      await table.put(`saving the expectation of ${run}`, key, one, always, expiresAt);
    }
  },
  async expectations(environment) {
    const key = keyOf(environment, 'EXPECTATION#');
    return wholeExpectations(await table.list<Expectation>(`reading the expectations of ${environment}`, key));
  },
  async countExpected(environment, run, notification) {
    const key = keyOfCount(environment, `EXPECTED#${run}#${notification.id}`);
    const expiresAt = expiry(notification.at, keepDays.expectation);
    await table.put(`counting what ${run} expected`, key, notification, always, expiresAt);
  },
  async expected(environment, run) {
    const key = keyOfCount(environment, `EXPECTED#${run}#`);
    return countedBy(await table.list<ExpectedNotification>(`reading what ${run} expected`, key));
  },
});

const reportsIn = (table: Table): Pick<StateStore, 'saveReport' | 'reports'> => ({
  async saveReport(report) {
    const { environment, endedAt, run } = report;
    const key = keyOf(environment, `RUN#${utc(endedAt)}#${run}`);
    await table.put(
      `saving the report of ${run}`,
      key,
      packedReport(report),
      ifAbsent,
      expiry(endedAt, keepDays.report),
    );
  },
  async reports(environment, limit) {
    if (limit <= 0) return [];
    return table.list(`reading the reports of ${environment}`, keyOf(environment, 'RUN#'), limit, unpackedReport);
  },
});

export const dynamoStateStore = (client: Pick<DynamoDBClient, 'send'>, tableName: string): StateStore => {
  const table = openTable(client, tableName);
  const held = openHeld(client, tableName);
  return {
    ...slotsAndLeasesIn(table, held),
    ...memoriesIn(table, held, openTogether(client)),
    ...overridesAndNotesIn(table),
    ...expectationsIn(table),
    ...reportsIn(table),
    readState: readEnvironmentState(table),
  };
};
