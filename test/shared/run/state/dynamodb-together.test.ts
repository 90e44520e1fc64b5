import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import type { Memory } from '#kinds/memory.ts';
import { dynamoStateStore } from '#run/state/dynamodb.ts';
import { simulatedDynamoDb } from '#sim/aws/dynamodb.ts';

type Asked = { readonly operation: string; readonly writes: number };

type Command = { readonly schema: readonly [number, string, string]; readonly input: { TransactItems?: unknown[] } };

/** A table whose requests are counted, and of which some fail or wait. */
const counted = (before: (operation: string, count: number) => Promise<void> = async () => {}) => {
  const table = simulatedDynamoDb();
  const asked: Asked[] = [];
  const client = {
    send: async (command: unknown) => {
      const { schema, input } = command as Command;
      asked.push({ operation: schema[2], writes: input.TransactItems?.length ?? 1 });
      await before(schema[2], asked.length);
      return table.handle(schema[2], input);
    },
  } as unknown as Pick<DynamoDBClient, 'send'>;
  return { store: dynamoStateStore(client, 'table'), asked };
};

const memory = (resource: string, desired = 2, run = 'stop-1'): Memory => ({
  kind: 'ecs-service',
  resource: resource as ResourceName,
  desired,
  run,
});
const names = ['a', 'b', 'c', 'd', 'e'];
const named = (name: string) => name as ResourceName;

describe('memories that are written at the same moment', () => {
  it('memories that are written at the same moment go in one request', async () => {
    const { store, asked } = counted();
    const kept = await Promise.all(names.map((name) => store.remember('staging', memory(name))));

    expect(asked).toEqual([{ operation: 'TransactWriteItems', writes: 5 }]);
    expect(kept).toEqual(names.map((name) => memory(name)));
    expect(await store.memories('staging')).toEqual(names.map((name) => memory(name)));
  });

  it('a memory that is written alone is a request of its own, as it always was', async () => {
    const { store, asked } = counted();
    await store.remember('staging', memory('a'));
    await store.giveBack('staging', named('a'), 'stop-1');
    await store.forget('staging', named('a'), 'stop-1');

    expect(asked.map(({ operation }) => operation)).toEqual(['PutItem', 'UpdateItem', 'DeleteItem']);
  });

  it('memories of which one stands keep that one, and the others are written', async () => {
    const { store } = counted();
    await store.remember('staging', memory('c', 7, 'stop-0'));
    const kept = await Promise.all(names.map((name) => store.remember('staging', memory(name))));

    expect(kept.map((one) => ('desired' in one ? one.desired : 0))).toEqual([2, 2, 7, 2, 2]);
    expect(await store.memories('staging')).toHaveLength(5);
  });

  it('what is remembered, restored and forgotten at once keeps to its own resource and run', async () => {
    const { store } = counted();
    for (const name of names) await store.remember('staging', memory(name));
    await Promise.all([
      store.forget('staging', named('a'), 'stop-1'),
      store.forget('staging', named('b'), 'another'),
      store.giveBack('staging', named('c'), 'stop-1'),
      store.remember('staging', memory('f')),
    ]);

    expect((await store.memories('staging')).map(({ resource, givenBack }) => [resource, givenBack])).toEqual([
      ['b', undefined],
      ['c', true],
      ['d', undefined],
      ['e', undefined],
      ['f', undefined],
    ]);
  });

  it('two writes of one memory are made one after the other', async () => {
    const { store } = counted();
    const [first, second] = await Promise.all([
      store.remember('staging', memory('a', 0)),
      store.remember('staging', memory('a', 3)),
    ]);

    expect([first, second]).toEqual([memory('a', 0), memory('a', 3)]);
    expect(await store.memories('staging')).toEqual([memory('a', 3)]);
  });

  it.each(['InternalServerError', 'AccessDeniedException'])(
    'memories are written one by one where a transaction fails with %s',
    async (name) => {
      const { store } = counted(async (operation) => {
        if (operation === 'TransactWriteItems')
          throw Object.assign(new Error('no'), { name, $metadata: {}, $fault: 'server' });
      });
      const kept = await Promise.all(names.map((one) => store.remember('staging', memory(one))));

      expect(kept).toHaveLength(5);
      expect(await store.memories('staging')).toHaveLength(5);
    },
  );

  it('more memories than one request takes go in several', async () => {
    const { store, asked } = counted();
    const many = Array.from({ length: 120 }, (_, index) => memory(`service-${String(index).padStart(3, '0')}`));
    await Promise.all(many.map((one) => store.remember('staging', one)));

    expect(asked.map(({ writes }) => writes)).toEqual([50, 50, 20]);
    expect(await store.memories('staging')).toEqual(many);
  });
});

describe('a write that waits for another', () => {
  const heldUp = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    return { ...counted((_, count) => (count === 1 ? promise : Promise.resolve())), goOn: resolve };
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('a write that waits for another goes with all that came meanwhile', async () => {
    const { store, asked, goOn } = heldUp();
    const first = store.remember('staging', memory('a'));
    await turn();
    const others = ['b', 'c', 'd'].map((name) => store.remember('staging', memory(name)));
    await turn();
    expect(asked).toHaveLength(1);
    goOn();
    await Promise.all([first, ...others]);

    expect(asked.map(({ writes }) => writes)).toEqual([1, 3]);
  });

  it('a write that waits for another is not made once it is not permitted any more', async () => {
    const { store, goOn } = heldUp();
    let held = true;
    const permit = async () => {
      if (!held) throw new Error('taken over');
    };
    const first = store.remember('staging', memory('a'), permit);
    await turn();
    const second = store.remember('staging', memory('b'), permit);
    const third = store.remember('staging', memory('c'));
    held = false;
    goOn();

    await expect(second).rejects.toThrow('taken over');
    await Promise.all([first, third]);
    expect((await store.memories('staging')).map(({ resource }) => resource)).toEqual(['a', 'c']);
  });

  it('a transaction that failed is not repeated one by one once that is not permitted any more', async () => {
    let held = true;
    const { store } = counted(async (operation) => {
      if (operation !== 'TransactWriteItems') return;
      held = false;
      throw Object.assign(new Error('no'), { name: 'InternalServerError', $metadata: {}, $fault: 'server' });
    });
    const permit = async () => {
      if (!held) throw new Error('taken over');
    };
    const ended = await Promise.allSettled(names.map((name) => store.remember('staging', memory(name), permit)));

    expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await store.memories('staging')).toEqual([]);
  });
});
