// The function as a whole, over a cluster in memory.
import { describe, expect, it } from 'vitest';
import type { CleanupReport } from '#core/cleanup-report.ts';
import type { Definition } from '#definition/definition.ts';
import { cleanupEvent } from '#functions/cleanup/flow.ts';
import { cleanupOf } from '#test/support/cleanups.ts';
import { definitionOf } from '#test/support/definitions.ts';
import { memoryKafka } from '#test/support/memory-kafka.ts';

const cleanup: NonNullable<Definition['cleanup']> = {
  cluster: 'atlas-msk',
  prefixes: [
    { prefix: 'orders.', strategy: 'truncate' },
    { prefix: 'payments.', strategy: 'recreate' },
  ],
  topics: [],
  deny: ['orders.kept'],
  accept: [],
  caps: { topicsMax: 10 },
};

const deployed = (
  definition = definitionOf([], { cleanup }),
  pin = { version: 0, hash: '' },
  current = () => definition,
) => {
  const kafka = memoryKafka();
  for (const name of ['orders.new', 'orders.kept', 'payments.new']) kafka.add(name, { records: 5 });
  const published: CleanupReport[] = [];
  let closed = 0;
  const close = async (): Promise<void> => {
    closed += 1;
  };
  const admin = { ...kafka.admin, close };
  const { admin: _, onProgress: __, ...deps } = cleanupOf(kafka.admin).deps;
  const told: string[] = [];
  const logged: unknown[] = [];
  const invoke = cleanupEvent({
    ...deps,
    current: async () => ({ definition: current(), pin }),
    log: { info: (message, fields) => void logged.push([message, fields]) },
    connect: () => admin,
    publishProgress: (environment) => (progress) =>
      void told.push(`${environment} ${progress.topicsDone}/${progress.topics}`),
    publish: async (report) => void published.push(report),
  });
  return { kafka, published, invoke, told, logged, closed: () => closed };
};

describe('the function cleanup', () => {
  it('the function cleanup plans and executes by the definition, and publishes only what was changed', async () => {
    const { kafka, published, invoke, told, closed } = deployed();
    const plan = await invoke({ environment: 'staging' });
    expect(plan.topics.map(({ topic, action }) => [topic, action])).toEqual([
      ['orders.new', 'truncate'],
      ['payments.new', 'recreate'],
    ]);
    expect(published).toEqual([]);

    const report = await invoke({ environment: 'staging', mode: 'execute', planHash: plan.planHash });
    expect(report).toMatchObject({ outcome: 'done', environment: 'staging' });
    expect(published).toEqual([report]);
    expect(kafka.records('orders.kept')).toBe(10);
    expect(told.at(-1)).toBe('staging 2/2');
    expect(closed()).toBe(2);
  });

  it('the function cleanup says by which version of the definition it worked, in its report, its message and its log', async () => {
    const pin = { version: 7, hash: 'abc' };
    const { published, invoke, logged } = deployed(definitionOf([], { cleanup }), pin);

    const plan = await invoke({ environment: 'staging', requestedBy: 'ana' });
    const report = await invoke({
      environment: 'staging',
      mode: 'execute',
      planHash: plan.planHash,
      requestedBy: 'ana',
    });
    expect([plan, report, ...published].map(({ definition }) => definition)).toEqual([pin, pin, pin]);
    expect(logged).toEqual([
      ['cleanup plan of staging', { requestedBy: 'ana', definition: pin }],
      ['cleanup execute of staging', { requestedBy: 'ana', definition: pin }],
    ]);
  });

  it('the function cleanup says no version where it has none, and its log says which one also where it refuses', async () => {
    expect((await deployed().invoke({ environment: 'staging' })).definition).toBeUndefined();

    const { invoke, logged } = deployed(definitionOf([]), { version: 8, hash: 'abc' });
    await expect(invoke({ environment: 'staging' })).rejects.toThrow(/no key `cleanup`/);
    expect(logged).toMatchObject([['cleanup plan of staging', { definition: { version: 8 } }]]);
  });

  it('the function cleanup narrows a plan to a prefix, and its execution goes by that without being told again', async () => {
    const { kafka, invoke } = deployed();
    const plan = await invoke({ environment: 'staging', prefixes: ['orders.'] });
    expect(await invoke({ environment: 'staging', mode: 'execute', planHash: plan.planHash })).toMatchObject({
      outcome: 'done',
    });

    expect([kafka.records('orders.new'), kafka.records('payments.new')]).toEqual([0, 10]);
  });

  it.each([['logs.'], ['orders'], ['ord.'], ['*']])(
    'the function cleanup refuses the prefix %s, which the definition does not allow',
    async (prefix) => {
      const { kafka, invoke, closed } = deployed();

      await expect(invoke({ environment: 'staging', prefixes: [prefix] })).rejects.toThrow(/nothing was changed/);
      expect(kafka.calls).toEqual([]);
      expect(closed()).toBe(1);
    },
  );

  it.each(['execute', 'resume'] as const)(
    'the function cleanup refuses a denied prefix of an event to %s before it looks for the plan',
    async (mode) => {
      const { kafka, invoke } = deployed();
      const event = { environment: 'staging', mode, planHash: 'none', prefixes: ['connect-'] };

      await expect(invoke(event)).rejects.toThrow(/^every topic that starts with `connect-` is state of Kafka Connect/);
      expect(kafka.calls).toEqual([]);
    },
  );

  it('the function cleanup refuses an environment that has nothing to clean up', async () => {
    await expect(deployed(definitionOf([])).invoke({ environment: 'staging' })).rejects.toThrow(/no key `cleanup`/);
  });

  it('the function cleanup obeys a deny list that was applied while it was at work', async () => {
    const applied = { definition: definitionOf([], { cleanup }) };
    const { invoke, kafka } = deployed(undefined, undefined, () => applied.definition);
    const plan = await invoke({ environment: 'staging' });
    kafka.before = ({ method }) => {
      const deny = [...cleanup.deny, 'payments.new'];
      if (method === 'deleteRecords') applied.definition = definitionOf([], { cleanup: { ...cleanup, deny } });
      return undefined;
    };
    const { topics } = await invoke({ environment: 'staging', mode: 'execute', planHash: plan.planHash });

    expect(topics.map(({ topic, outcome, errorCode }) => [topic, outcome, errorCode])).toEqual([
      ['orders.new', 'truncated', undefined],
      ['payments.new', 'skipped', 'DENIED_TOPIC'],
    ]);
  });

  it('the function cleanup refuses a plan of rules that the deployment changed since', async () => {
    const { invoke, kafka, published } = deployed();
    const plan = await invoke({ environment: 'staging' });
    kafka.add('orders.late');

    expect(await invoke({ environment: 'staging', mode: 'execute', planHash: plan.planHash })).toMatchObject({
      outcome: 'refused',
    });
    expect(published).toHaveLength(1);
  });
});
