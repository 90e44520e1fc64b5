import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoDocuments } from '#cleanup/store/documents-dynamodb.ts';
import { fileDocuments } from '#cleanup/store/documents-file.ts';
import { systemRuntime } from '#core/runtime/runtime.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';
import { testDocuments } from '#test/support/documents-contract.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';

type Sent = { readonly schema: readonly [number, string, string]; readonly input: Record<string, unknown> };

const simulated = () => {
  const db = simulatedDynamoDb();
  const send = async (command: unknown): Promise<unknown> => {
    const { schema, input } = command as Sent;
    return db.handle(schema[2], input);
  };
  return { db, client: { send } as unknown as Pick<DynamoDBClient, 'send'> };
};

const folder = () => mkdtempSync(join(tmpdir(), 'curfew-documents-'));
const filesOf = (root: string) => fileDocuments(root, systemRuntime.newId);

testDocuments('memory', memoryDocuments);
testDocuments('DynamoDB', () => dynamoDocuments(simulated().client, 'curfew', systemRuntime.newId));
testDocuments('files', () => filesOf(folder()));

describe('documents in DynamoDB', () => {
  it('documents in DynamoDB may go when they have expired', async () => {
    const { db, client } = simulated();
    await dynamoDocuments(client, 'curfew', systemRuntime.newId).write('one', 'RUN', { is: 1 }, 0, 1_800_000_000);

    expect(db.items('curfew')).toEqual([
      { pk: 'one', sk: 'RUN', value: '{"is":1}', version: 1, write: expect.any(String), expiresAt: 1_800_000_000 },
    ]);
  });

  it('documents in DynamoDB take a write whose answer was lost, and that the SDK repeats, for done', async () => {
    const { client } = simulated();
    const twice = {
      send: async (command: never) => {
        await client.send(command);
        return client.send(command);
      },
    } as unknown as Pick<DynamoDBClient, 'send'>;

    expect(await dynamoDocuments(twice, 'curfew', systemRuntime.newId).write('one', 'LEASE', { is: 1 }, 0)).toBe(true);
  });
});

describe('documents in files', () => {
  it('documents in files are seen by every process that opens the folder, and leave one file each', async () => {
    const root = folder();
    for (const over of [0, 1, 2]) await filesOf(root).write('one', 'LEASE', { over }, over);

    expect(await filesOf(root).read('one', 'LEASE')).toEqual({ value: { over: 2 }, version: 3 });
    expect(readdirSync(join(root, 'one'))).toEqual(['LEASE@00000003.json']);
  });

  it('documents in files are not disturbed by the draft or by the old version that a dead process left', async () => {
    const root = folder();
    await filesOf(root).write('one', 'LEASE', { is: 1 }, 0);
    await filesOf(root).write('one', 'LEASE', { is: 2 }, 1);
    writeFileSync(join(root, 'one', 'LEASE@00000001.json'), '{"is":1}');
    writeFileSync(join(root, 'one', '.dead.draft'), '{"is":');

    expect(await filesOf(root).read('one', 'LEASE')).toEqual({ value: { is: 2 }, version: 2 });
    expect(await filesOf(root).list('one', '')).toEqual([{ value: { is: 2 }, version: 2 }]);
    expect(await filesOf(root).write('one', 'LEASE', { is: 3 }, 1)).toBe(false);
  });

  it('documents in files are refused where others can write to the folder, to a part of it or to a file', async () => {
    const root = folder();
    await filesOf(root).write('one', 'LEASE', { is: 1 }, 0);
    for (const path of [root, join(root, 'one'), join(root, 'one', 'LEASE@00000001.json')]) {
      chmodSync(path, 0o777);
      await expect(filesOf(root).read('one', 'LEASE')).rejects.toThrow(/is writable by others/);
      chmodSync(path, 0o755);
    }
    chmodSync(root, 0o775);
    await expect(filesOf(root).write('one', 'LEASE', { is: 2 }, 1)).rejects.toThrow(/chmod go-w/);
    chmodSync(root, 0o755);

    expect(await filesOf(root).read('one', 'LEASE')).toEqual({ value: { is: 1 }, version: 1 });
  });

  it('documents in files take keys that are longer than the name of a file, and tell them apart', async () => {
    const files = filesOf(folder());
    const keys = ['a', 'b'].map((end) => `MANIFEST#${'x'.repeat(248)}${end}`);
    for (const key of keys) await files.write('one', key, { key }, 0);

    for (const key of keys) expect(await files.read('one', key)).toEqual({ value: { key }, version: 1 });
    expect(await files.list('one', 'MANIFEST#')).toHaveLength(2);
  });
});
