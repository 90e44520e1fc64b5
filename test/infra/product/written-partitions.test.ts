// What the stores write against what the roles of their functions may write: a condition on partitions that a store does not keep to
// would be found only in AWS.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import { dynamoDocuments } from '#cleanup/store/documents-dynamodb.ts';
import type { ResourceName } from '#core/resource.ts';
import { dynamoNotificationStore } from '#notify/delivery/dynamodb-notifications.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { everyKind } from '#test/infra/every-kind.ts';
import { mayDo } from '#test/infra/iam-evaluator.ts';
import { type Deployable, roleOf } from '#test/infra/statements.ts';
import { deployedFrom } from '#test/infra/synthesised.ts';

const everything = deployedFrom(everyKind);
const environment = 'everything';
const now = Date.parse('2026-11-20T23:00:00Z');

type Sent = { readonly schema: readonly [number, string, string]; readonly input: Record<string, unknown> };

/** What was asked of the table, by the words of IAM, with the partitions that each request names. */
const recorded = async (use: (client: Pick<DynamoDBClient, 'send'>) => Promise<unknown>) => {
  const db = simulatedDynamoDb();
  const requests: { action: string; resource: string; context: Record<string, string[]> }[] = [];
  const send = async (command: unknown): Promise<unknown> => {
    const { schema, input } = command as Sent;
    const key = (input.Item ?? input.Key ?? {}) as { readonly pk?: { readonly S: string } };
    const partitions: Record<string, string[]> = key.pk ? { 'dynamodb:LeadingKeys': [key.pk.S] } : {};
    requests.push({
      action: `dynamodb:${schema[2]}`,
      resource: `arn:aws:dynamodb:us-east-1:\${AWS::AccountId}:table/curfew-state-everything`,
      context: partitions,
    });
    return db.handle(schema[2], input);
  };
  await use({ send } as unknown as Pick<DynamoDBClient, 'send'>);
  return requests;
};

const rolePolicies = (name: Deployable) => everything.policiesOf(roleOf(everything, name));

const resource = 'scoring' as ResourceName;
const report = { run: 'stop-1', environment, endedAt: '2026-11-20T20:12:00.500-03:00' };
const expectation = {
  run: 'stop-1',
  reason: 'night',
  from: report.endedAt,
  until: report.endedAt,
  alarms: [],
  identities: [],
};

const uses: readonly {
  readonly what: string;
  readonly by: Deployable;
  readonly notBy: readonly Deployable[];
  readonly use: (client: Pick<DynamoDBClient, 'send'>) => Promise<unknown>;
}[] = [
  {
    what: 'deliveries, and what was said and folded',
    by: 'alarm-notify',
    notBy: ['start', 'stop', 'reconcile', 'cleanup'],
    use: async (client) => {
      const store = dynamoNotificationStore(client, 'curfew', environment);
      await store.claimDelivery('m1', now, now);
      await store.fold('storm', { id: 'm2', what: 'a', state: 'OK', at: '' }, now);
      return store.change('pace', now, () => ({ state: { nextMs: now }, decision: undefined }));
    },
  },
  {
    what: 'counts of what was expected',
    by: 'alarm-notify',
    notBy: ['start', 'stop', 'reconcile', 'cleanup'],
    use: (client) =>
      dynamoStateStore(client, 'curfew').countExpected(environment, 'stop-1', {
        id: 'm1',
        what: 'a',
        at: report.endedAt,
      }),
  },
  {
    what: 'slots, leases, memories, expectations and reports',
    by: 'stop',
    notBy: ['alarm-notify', 'cleanup'],
    use: async (client) => {
      const store = dynamoStateStore(client, 'curfew');
      await store.claimSlot(environment, { action: 'stop', scheduledTime: report.endedAt }, 'stop-1');
      await store.acquireLease(environment, { run: 'stop-1', action: 'stop', until: now + 60_000 }, now, false);
      await store.remember(environment, { kind: 'ecs-service', resource, desired: 2, run: 'stop-1' });
      await store.expect(environment, expectation);
      return store.saveReport(report as Parameters<typeof store.saveReport>[0]);
    },
  },
  {
    what: 'the lease of a cleanup',
    by: 'cleanup',
    notBy: ['start', 'stop', 'reconcile', 'alarm-notify'],
    use: (client) =>
      cleanupStore(dynamoDocuments(client, 'curfew', () => 'one')).acquireLease(
        '5f3c',
        { run: 'one', until: now, holder: 'one' } as never,
        now,
      ),
  },
];

it.each(uses)('$what may be written by $by, and not by $notBy', async ({ by, notBy, use }) => {
  const requests = await recorded(use);

  expect(requests.filter(({ context }) => 'dynamodb:LeadingKeys' in context).length).toBeGreaterThan(0);
  expect(requests.filter((request) => !mayDo(rolePolicies(by), [request]))).toEqual([]);
  for (const other of notBy) expect([other, mayDo(rolePolicies(other), requests)]).toEqual([other, false]);
});
