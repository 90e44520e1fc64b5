import { expect, test } from 'vitest';
import { type ReaderFlow, readChanges } from '#functions/change-reader/flow.ts';
import { sendMessages } from '#pipeline/changes/send-messages.ts';
import type { Outgoing } from '#pipeline/kafka/outgoing.ts';
import { envelope, nowMs, reclassified, settingsOf, sourceOf } from '#test/shared/pipeline/changes/support.ts';

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64');

const delivery = (partitions: Readonly<Record<string, readonly unknown[]>>) => ({
  eventSource: 'aws:kafka',
  records: Object.fromEntries(
    Object.entries(partitions).map(([id, values]) => [
      id,
      values.map((value, index) => ({
        ...{ topic: 'cdc.public.metadata', partition: Number(id.at(-1)), offset: 100 + index, timestamp: nowMs },
        key: base64({ id: index }),
        value: value === null ? null : base64(value),
      })),
    ]),
  ),
});

const change = (lsn: number) => envelope({ source: sourceOf({ lsn }) });

type Failed = { readonly Id: string; readonly Code: string; readonly Message?: string };

/** A queue that answers as `answer` says, call by call. */
const world = (parts: Partial<ReaderFlow> = {}, answer: (call: number) => readonly Failed[] = () => []) => {
  const sent: { id: string; body: string }[] = [];
  const calls: number[] = [];
  const produced: Outgoing[] = [];
  const counted: unknown[] = [];
  const client = {
    send: async ({ input }: { input: { Entries: readonly { Id: string; MessageBody: string }[] } }) => {
      calls.push(input.Entries.length);
      const Failed = answer(calls.length);
      for (const { Id, MessageBody } of input.Entries)
        if (!Failed.some((one) => one.Id === Id))
          sent.push({ id: JSON.parse(MessageBody).MessageId, body: MessageBody });
      return { Failed };
    },
  };
  const flow: ReaderFlow = {
    settings: settingsOf([reclassified]),
    deadLetters: 'cdc.dlq',
    send: sendMessages(client as never, 'https://queue'),
    produce: async (records) => void produced.push(...records),
    nowMs: () => nowMs,
    reportsPartialBatches: false,
    count: (counts) => void counted.push(counts),
    ...parts,
  };
  return { sent, calls, produced, counted, handle: readChanges(flow) };
};

test('changes become messages in their order, ten in a call', async () => {
  const { sent, calls, counted, handle } = world();
  const changes = Array.from({ length: 23 }, (_, index) => change(1_000 + index));
  expect(await handle(delivery({ 'cdc.public.metadata-0': changes }))).toEqual({ batchItemFailures: [] });
  expect(calls).toEqual([10, 10, 3]);
  expect(new Set(sent.map(({ id }) => id)).size).toBe(23);
  expect(counted).toEqual([{ messages: 23, deadLetters: 0, skipped: {} }]);
});

test('a batch that is delivered again gives the same bytes, so that nobody is told twice', async () => {
  const { sent, handle } = world();
  const batch = delivery({ 'cdc.public.metadata-0': [change(1), change(2)] });
  await handle(batch);
  await handle(batch);
  expect(sent.slice(0, 2)).toEqual(sent.slice(2));
});

test('what cannot be read goes to the dead letters with its bytes and place, and holds up nothing', async () => {
  const { sent, produced, counted, handle } = world();
  await handle(delivery({ 'cdc.public.metadata-3': [change(1), { op: 'x' }, null, change(2)] }));
  expect(sent).toHaveLength(2);
  expect(produced.map(({ topic, value }) => [topic, Buffer.from(value ?? []).toString()])).toEqual([
    ['cdc.dlq', '{"op":"x"}'],
  ]);
  expect(produced[0]?.headers).toMatchObject({
    reason: expect.stringContaining('unknown operation'),
    ...{ 'source-topic': 'cdc.public.metadata', 'source-partition': '3', 'source-offset': '101' },
  });
  expect(counted).toEqual([{ messages: 2, deadLetters: 1, skipped: { tombstone: 1 } }]);
});

test('a message that the queue refuses for good is a dead letter', async () => {
  const { sent, produced, handle } = world({}, () => [{ Id: '0', Code: 'InvalidMessageContents', Message: 'no' }]);
  await handle(delivery({ 'cdc.public.metadata-0': [change(1), change(2)] }));
  expect(sent).toHaveLength(1);
  expect(produced[0]?.headers).toMatchObject({ reason: 'the queue refuses the message: no', 'source-offset': '100' });
});

test('while the queue is away nothing becomes a dead letter, and the batch is delivered again', async () => {
  const { produced, handle } = world({}, () => [{ Id: '0', Code: 'InternalError' }]);
  const batch = delivery({ 'cdc.public.metadata-0': [{ op: 'x' }, change(1)] });
  await expect(handle(batch)).rejects.toThrow(/cdc.public.metadata-0 stopped at offset 100/);
  expect(produced).toEqual([]);
});

test('with partial results only the partition that stopped is read again', async () => {
  const parts = { reportsPartialBatches: true };
  const { handle } = world(parts, (call) => (call === 2 ? [{ Id: '0', Code: 'InternalError' }] : []));
  const batch = delivery({ 'cdc.public.metadata-0': [change(1)], 'cdc.public.metadata-1': [change(2)] });
  expect(await handle(batch)).toEqual({
    batchItemFailures: [{ itemIdentifier: { partition: 'cdc.public.metadata-1', offset: 100 } }],
  });
});

test('large messages go in calls that the queue takes', async () => {
  const text = '{% after.body.long %}';
  const { calls, handle } = world({ settings: settingsOf([{ ...reclassified, when: 'true', text }]) });
  const long = '\u0001é"'.repeat(2_000);
  const after = { id: 'a', body: JSON.stringify({ long }) };
  const changes = Array.from({ length: 40 }, (_, index) => envelope({ after, source: sourceOf({ lsn: index + 1 }) }));
  await handle(delivery({ 'cdc.public.metadata-0': changes }));
  expect(calls.reduce((sum, count) => sum + count, 0)).toBe(40);
  expect(Math.max(...calls)).toBeLessThanOrEqual(10);
});

test('anything else than an event of Kafka is refused as a whole', async () => {
  await expect(world().handle({ Records: [] })).rejects.toThrow('not an event of a Kafka event source');
});
