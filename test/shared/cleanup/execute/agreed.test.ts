// One example of each kind of thing that nobody agreed to; random ones are in consent.test.ts.
import { describe, expect, it } from 'vitest';
import { guardedAdmin } from '#cleanup/execute/guarded-admin.ts';
import { manifestHash } from '#cleanup/plan/hash.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Manifest } from '#core/cleanup.ts';
import { cleanupOf, evening, outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';
import { type MemoryKafka, memoryKafka } from '#test/support/memory-kafka.ts';

const shop = () => {
  const kafka = memoryKafka();
  for (const name of ['orders.a', 'orders.b', '__consumer_offsets']) kafka.add(name, { records: 10 });
  return kafka;
};

/** The process dies at its first call of this kind. */
const dieAt = (kafka: MemoryKafka, method: string): void => {
  kafka.before = (call) => {
    if (call.method === method) throw new Error('dead');
    return undefined;
  };
};
const revive = (kafka: MemoryKafka): void => {
  kafka.before = () => undefined;
};

const manifestOf = (topic: string, oldId: string, run = 'another run'): Manifest => {
  const made = { topic, oldId, run, shape: { partitions: 2, replicationFactor: 1, overrides: {} } };
  return { ...made, writtenAt: '2026-11-20T23:00:00Z', state: 'deleting', hash: manifestHash(made) };
};

describe('an execution', () => {
  it('an execution does what the plan with its hash says, although somebody else planned something else since', async () => {
    const kafka = shop();
    kafka.topics.get('orders.a')?.configs.set('cleanup.policy', 'compact');
    const run = cleanupOf(kafka.admin);
    const mine = await run.plan(recreating());
    await run.plan(recreating({ accept: ['compacted'] }));
    const report = await run.execute(mine.planHash);

    expect(outcomesOf(report)).toEqual(['orders.a: skipped', 'orders.b: recreated']);
    expect(report.run).toBe(mine.run);
    expect(kafka.topics.get('orders.a')?.id).toBe('id-1');
  });

  it('an execution of a plan that was refused by a cap is refused, although the cap is higher by now', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(rulesOf({ caps: { topicsMax: 1 } }));

    expect(await run.execute(planHash, rulesOf())).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/^the plan itself was refused: 2 topics would be emptied/),
    });
  });

  it('an execution of a stored plan that was edited is refused', async () => {
    const kafka = shop();
    const documents = memoryDocuments();
    const { planHash, run } = await cleanupOf(kafka.admin, cleanupStore(documents)).plan();
    const [kept] = await documents.list<{ items: object[] }>('CLEANUP#cluster-one', `RUN#${run}#TOPICS#`);
    const edited = { items: kept?.value.items.map((item) => ({ ...item, topic: '__consumer_offsets' })) ?? [] };
    await documents.write('CLEANUP#cluster-one', `RUN#${run}#TOPICS#00000`, edited, kept?.version ?? 0);

    expect(await cleanupOf(kafka.admin, cleanupStore(documents)).execute(planHash)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringMatching(/does not match its hash /),
    });
    expect(kafka.records('__consumer_offsets')).toBe(20);
  });

  it('an execution counts against the cap in bytes what each topic holds when it is its turn', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const rules = rulesOf({ caps: { topicsMax: 500, bytesMax: 5_000 } });
    const { planHash } = await run.plan(rules);
    let listings = 0;
    kafka.before = ({ method, about }) => {
      if (method === 'topics' && about !== 'all') listings += 1;
      if (method === 'topics' && about !== 'all' && listings === 1) kafka.produce('orders.b', 20);
      return undefined;
    };

    expect(outcomesOf(await run.execute(planHash, rules))).toEqual(['orders.a: truncated', 'orders.b: skipped']);
    expect(kafka.records('orders.b')).toBe(40);
  });

  it('an execution does not bring a topic back that somebody else deleted', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    kafka.before = ({ method, about }) => {
      if (method === 'createTopic' && about.startsWith('orders.a-curfew')) kafka.topics.delete('orders.a');
      return undefined;
    };

    expect(topicIn(await run.execute(planHash), 'orders.a').outcome).toBe('skipped');
    expect(kafka.topics.has('orders.a')).toBe(false);
  });

  it('an execution makes again what another run deleted, says so, and does not delete for it', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    await run.store.saveManifest('cluster-one', manifestOf('orders.gone', 'id-99'));
    await run.store.saveManifest('cluster-one', manifestOf('orders.a', 'id-1'));
    const { planHash } = await run.plan(rulesOf({ prefixes: [{ prefix: 'orders.b', strategy: 'truncate' }] }));
    const report = await run.execute(planHash);

    expect(report.warnings.slice(0, 2)).toEqual([
      expect.stringMatching(/^orders\.a, which another run left unfinished: not deleted, unchanged/),
      expect.stringMatching(
        /^orders\.gone, which another run left unfinished: deleted and recreated with the same settings/,
      ),
    ]);
    expect(kafka.topics.get('orders.a')?.id).toBe('id-1');
    expect(kafka.topics.has('orders.gone')).toBe(true);
  });

  it('an execution is told apart from the lease of a dead process: which topics are gone, and that resuming works at once', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash, run: id } = await run.plan(recreating());
    kafka.before = ({ method, about }) => {
      if (method === 'createTopic' && !about.endsWith('(validate)')) throw new Error('dead');
      return undefined;
    };
    await expect(run.execute(planHash)).rejects.toThrow('dead');
    await run.store.acquireLease('cluster-one', { run: id, holder: 'dead', until: evening + 60_000 }, 0);
    revive(kafka);
    kafka.add('others.a', { records: 1 });
    const next = await run.plan(rulesOf({ prefixes: [{ prefix: 'others.', strategy: 'truncate' }] }));

    expect((await run.execute(next.planHash)).reason).toMatch(
      new RegExp(`deleted and not yet recreated: orders\\.a, orders\\.b; .*resume --run ${id}`),
    );
    expect((await run.resume(id)).outcome).toBe('done');
  });
});

describe('a run that is resumed', () => {
  it.each([
    ['is denied since', rulesOf({ deny: ['orders.a'] }), 'DENIED_TOPIC'],
    [
      'no rule is about any more',
      rulesOf({ prefixes: [{ prefix: 'orders.b', strategy: 'truncate' }] }),
      'RULES_CHANGED',
    ],
    [
      'is to be recreated by now',
      rulesOf({
        prefixes: [
          { prefix: 'orders.', strategy: 'truncate' },
          { prefix: 'orders.a', strategy: 'recreate' },
        ],
      }),
      'RULES_CHANGED',
    ],
  ])('a run that is resumed leaves a topic alone that %s', async (_, rules, errorCode) => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan();
    dieAt(kafka, 'deleteRecords');
    await expect(run.execute(planHash)).rejects.toThrow('dead');
    revive(kafka);
    const report = await run.resume(undefined, rules);

    expect(topicIn(report, 'orders.a')).toMatchObject({ outcome: 'skipped', errorCode });
    expect([kafka.records('orders.a'), kafka.records('orders.b')]).toEqual([20, 0]);
    expect(report.next).toMatchObject({ mode: 'plan' });
  });

  it('a run that is resumed is refused where a cap of today is passed, but makes again what is gone', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    kafka.before = ({ method, about }) => {
      if (method === 'createTopic' && about === 'orders.a') throw new Error('dead');
      return undefined;
    };
    await expect(run.execute(planHash)).rejects.toThrow('dead');
    revive(kafka);

    expect((await run.resume(undefined, recreating({ caps: { topicsMax: 1 } }))).outcome).toBe('refused');
    expect(kafka.topics.has('orders.a')).toBe(true);
  });

  it('a run that is resumed does not delete a topic that grew since its process died before the deletion', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash } = await run.plan(recreating());
    dieAt(kafka, 'deleteTopic');
    await expect(run.execute(planHash)).rejects.toThrow('dead');
    revive(kafka);
    kafka.produce('orders.a', 3);
    const report = await run.resume();

    expect(topicIn(report, 'orders.a')).toMatchObject({ outcome: 'skipped', errorCode: 'TOPIC_IN_USE' });
    expect(kafka.topics.get('orders.a')?.id).toBe('id-1');
    expect(kafka.records('orders.a')).toBe(23);
  });

  it('a run that is resumed does not delete what a hand wrote into a manifest', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash, run: id } = await run.plan();
    dieAt(kafka, 'deleteRecords');
    await expect(run.execute(planHash)).rejects.toThrow('dead');
    revive(kafka);
    await run.store.saveManifest('cluster-one', manifestOf('orders.nothing', 'id-3', id));
    await run.store.saveManifest('cluster-one', manifestOf('__consumer_offsets', 'id-3', id));
    await run.resume(id);

    expect(kafka.topics.get('__consumer_offsets')?.id).toBe('id-3');
    expect(kafka.records('__consumer_offsets')).toBe(20);
  });
});

describe('a manifest', () => {
  it('a manifest that was edited does not change how the topic is made again: the hash stands for the shape of the plan', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const { planHash, run: id } = await run.plan(recreating());
    kafka.before = ({ method, about }) => {
      if (method === 'createTopic' && about === 'orders.a') throw new Error('dead');
      return undefined;
    };
    await expect(run.execute(planHash)).rejects.toThrow('dead');
    revive(kafka);
    const manifest = manifestOf('orders.a', 'id-1', id);
    await run.store.saveManifest('cluster-one', { ...manifest, shape: { ...manifest.shape, partitions: 9 } });
    const report = await run.resume(id);

    expect(topicIn(report, 'orders.a')).toMatchObject({ outcome: 'recreated' });
    expect(kafka.topics.get('orders.a')?.logs).toHaveLength(2);
  });
});

describe('what is always denied', () => {
  it('what is always denied is changed by no call, whoever asks for it and by whatever name', async () => {
    const kafka = shop();
    kafka.add('secret', { internal: true, records: 1 });
    const admin = guardedAdmin(kafka.admin);
    await admin.topics();
    const name = '__consumer_offsets';

    expect(await admin.deleteTopic('id-3')).toMatchObject({ code: 'DENIED_TOPIC' });
    expect(await guardedAdmin(kafka.admin).deleteTopic('id-4')).toMatchObject({ code: 'DENIED_TOPIC' });
    expect(await admin.deleteRecords([{ topic: name, partition: 0, offset: 5n }])).toMatchObject([
      { answer: { code: 'DENIED_TOPIC' } },
    ]);
    expect(await admin.setTopicConfigs(name, { 'retention.ms': '1' })).toMatchObject({ code: 'DENIED_TOPIC' });
    expect(await admin.addPartitions(name, 9, { validateOnly: false })).toMatchObject({ code: 'DENIED_TOPIC' });
    expect(
      await admin.createTopic(
        { name: '__x', partitions: 1, replicationFactor: 1, configs: {} },
        { validateOnly: false },
      ),
    ).toMatchObject({ code: 'DENIED_TOPIC' });
    expect(await admin.deleteTopic('id-99')).toMatchObject({ kind: 'refused', code: 'UNKNOWN_TOPIC_ID' });
    expect(kafka.calls.filter(({ method }) => method === 'deleteTopic')).toEqual([]);
    expect(await admin.deleteTopic('id-1')).toMatchObject({ kind: 'known' });
  });
});
