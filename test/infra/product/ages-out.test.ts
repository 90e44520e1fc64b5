// Every item of the state table ages out, or is one of those that must not. By what the stores write, kind by kind.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { progressPublisher } from '#cleanup/store/cleanup-progress.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import { dynamoDocuments } from '#cleanup/store/documents-dynamodb.ts';
import type { Manifest } from '#core/cleanup.ts';
import { dynamoNotificationStore } from '#notify/delivery/dynamodb-notifications.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';

const now = Date.parse('2026-11-20T23:00:00Z');
const iso = new Date(now).toISOString();
const day = 24 * 60 * 60;

type Item = {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
  readonly expiresAt?: { readonly N: string };
};
type Sent = { readonly schema: readonly [number, string, string]; readonly input: { readonly Item?: Item } };

/** The kinds that stay, and why. */
const stays: Readonly<Record<string, string>> = {
  'ENV LEASE': 'one of an environment, and each is written over the one before',
  'ENV MEMORY': 'the only record of what an environment was: consumed by the start that gives it back',
  'CLEANUP LEASE': 'one of a cluster',
  'CLEANUP LATEST': 'one of a cluster',
  'CLEANUP latest': 'one of all',
  'CLEANUP MANIFEST': 'the only way back for a topic that is being made again',
};

const kindOf = ({ pk, sk }: Item): string => {
  const [partition = ''] = pk.S.split('#');
  const [, parts] = /#(TOPICS|UNTOUCHED|OUTCOMES)#/.exec(sk.S) ?? [];
  const [kind = ''] = sk.S.split('#');
  const isPlanOfAll = pk.S === 'CLEANUP#plans' && sk.S !== 'latest';
  return `${partition} ${isPlanOfAll ? 'plans' : pk.S === 'CLEANUP#progress' ? 'progress' : (parts ?? kind)}`;
};

const manifest = (topic: string, state: Manifest['state']) =>
  ({
    topic,
    oldId: 'id',
    run: 'run-1',
    shape: { partitions: 1, replicationFactor: 1, overrides: {} },
    writtenAt: iso,
    state,
  }) as Manifest;

const writeEverything = async (client: Pick<DynamoDBClient, 'send'>): Promise<void> => {
  const state = dynamoStateStore(client, 'table');
  await state.claimSlot('staging', { action: 'stop', scheduledTime: iso }, 'run-1');
  await state.acquireLease('staging', { run: 'run-1', action: 'stop', until: now + 1 }, now, false);
  await state.remember('staging', {
    kind: 'ecs-service',
    resource: 'scoring',
    desired: 1,
    capturedBy: 'run-1',
    at: iso,
  } as never);
  await state.saveOverride('staging', { id: 'a', hold: 'up', from: now, until: now + 1, by: 'ana', why: 'test' });
  await state.note('staging', 'said', now);
  await state.expect('staging', { run: 'run-1', reason: '', from: iso, until: iso, alarms: [], identities: [] });
  await state.countExpected('staging', 'run-1', { id: 'a', what: 'x', at: iso });
  await state.saveReport({ run: 'run-1', environment: 'staging', endedAt: iso } as never);
  const notifications = dynamoNotificationStore(client, 'table', 'staging');
  await notifications.claimDelivery('a', now, now + 1);
  await notifications.completeDelivery('b', now);
  await notifications.releaseDelivery('c', now);
  await notifications.change('d', now, () => ({ state: { a: 1 }, decision: 1 }));
  await notifications.fold('e', { id: 'a', what: 'x', state: 'OK', at: iso }, now);
  let writes = 0;
  const documents = dynamoDocuments(client, 'table', () => `${++writes}`);
  const cleanups = cleanupStore(documents);
  const run = { run: 'run-1', hash: 'abc', plannedAt: iso, plannedBy: 'ana', state: 'planned' } as never;
  await cleanups.acquireLease('c', { run: 'run-1', holder: 'a', until: now }, now);
  await cleanups.savePlan('c', { run, topics: [{ topic: 'orders' } as never] });
  await cleanups.begin('c', run, [{ name: 'others', id: 'id' }]);
  await cleanups.addOutcomes('c', 'run-1', [{ topic: 'orders', outcome: 'truncated', reason: 'done' }], now);
  await cleanups.saveManifest('c', manifest('orders', 'deleting'));
  await cleanups.end('c', run);
  progressPublisher(
    documents,
    'staging',
    () => now,
  )({ topicsDone: 1, topics: 1, bytesDone: 0, bytes: 0, topic: 'orders' });
  await new Promise(setImmediate);
};

const recorded = async (use: (client: Pick<DynamoDBClient, 'send'>) => Promise<void>): Promise<readonly Item[]> => {
  const db = simulatedDynamoDb();
  const items: Item[] = [];
  const send = async (command: unknown): Promise<unknown> => {
    const { schema, input } = command as Sent;
    if (input.Item) items.push(input.Item);
    return db.handle(schema[2], input as never);
  };
  await use({ send } as unknown as Pick<DynamoDBClient, 'send'>);
  return items;
};

it('every kind of item that ages has a time at which it goes, and the others are known', async () => {
  const items = await recorded(writeEverything);
  const staying = new Set(items.filter(({ expiresAt }) => expiresAt === undefined).map(kindOf));

  expect(new Set(items.map(kindOf))).toEqual(
    new Set([
      ...['ENV SLOT', 'ENV LEASE', 'ENV MEMORY', 'ENV OVERRIDE', 'ENV NOTICE', 'ENV EXPECTATION', 'ENV RUN'],
      ...['NOTIFY EXPECTED', 'NOTIFY DELIVERY', 'NOTIFY SAID', 'NOTIFY FOLDED'],
      ...['CLEANUP LEASE', 'CLEANUP RUN', 'CLEANUP TOPICS', 'CLEANUP PLAN', 'CLEANUP plans', 'CLEANUP LATEST'],
      ...[
        'CLEANUP latest',
        'CLEANUP STATE',
        'CLEANUP UNTOUCHED',
        'CLEANUP OUTCOMES',
        'CLEANUP MANIFEST',
        'CLEANUP progress',
      ],
    ]),
  );
  expect(staying).toEqual(new Set(Object.keys(stays)));
});

it('nothing goes at once, and nothing stays for longer than two years', async () => {
  for (const item of await recorded(writeEverything)) {
    if (item.expiresAt === undefined) continue;
    const days = (Number(item.expiresAt.N) - now / 1_000) / day;
    expect(days, kindOf(item)).toBeGreaterThanOrEqual(1);
    expect(days, kindOf(item)).toBeLessThan(730);
  }
});

it('a manifest goes once its topic is there again', async () => {
  const [open, closed] = await recorded(async (client) => {
    const cleanups = cleanupStore(dynamoDocuments(client, 'table', (why) => why));
    await cleanups.saveManifest('c', manifest('orders', 'deleting'));
    await cleanups.saveManifest('c', manifest('orders', 'done'));
  });
  expect([open?.expiresAt, Number(closed?.expiresAt?.N)]).toEqual([undefined, now / 1_000 + 30 * day]);
});
