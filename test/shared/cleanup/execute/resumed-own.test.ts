// What a run that is resumed does about its own topics: those that are deleted, those that are done, and those that rules of
// today forbid.
import { describe, expect, it } from 'vitest';
import { resumeRun, verifyRun } from '#cleanup/execute/resume.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Manifest } from '#core/cleanup.ts';
import type { CleanupRules } from '#core/cleanup-rules.ts';
import { cleanupOf, outcomesOf, recreating, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';
import { memoryKafka, refusedAnswer } from '#test/support/memory-kafka.ts';

const cluster = 'cluster-one';
const by = { requestedBy: 'ana' };

const shop = () => {
  const kafka = memoryKafka();
  for (const name of ['orders.a', 'orders.b']) kafka.add(name, { records: 10 });
  return kafka;
};

/** A process that died at each of its calls of this kind, about whatever topic. */
const died = async (method: string, rules: CleanupRules, isIt = (_: string): boolean => true) => {
  const kafka = shop();
  const documents = memoryDocuments();
  const run = cleanupOf(kafka.admin, cleanupStore(documents));
  const { planHash, run: id } = await run.plan(rules);
  kafka.before = (call) => {
    if (call.method === method && !call.about.endsWith('(validate)') && isIt(call.about)) throw new Error('dead');
    return undefined;
  };
  await expect(run.execute(planHash)).rejects.toThrow('dead');
  kafka.before = () => undefined;
  return { kafka, run, id, planHash, documents };
};

const definition = (name: string, retention: string) => ({
  ...{ name, partitions: 2, replicationFactor: 1, configs: { 'retention.ms': retention } },
});
const defined = (more: Partial<CleanupRules> = {}) =>
  recreating({
    topics: [definition('orders.a', '7'), definition('orders.b', '8')],
    applyDefinitions: true,
    ...more,
  });

/** As the rules are when the resumption begins, and as they are before each act. */
const resumedWith = (run: ReturnType<typeof cleanupOf>, first: CleanupRules, then: CleanupRules) => {
  let asked = 0;
  return resumeRun({ ...by, rulesFor: () => (asked++ === 0 ? first : then) }, run.deps);
};

describe('a run that is resumed', () => {
  it('a run that is resumed makes each of its topics again that is gone, and adds what its definition says', async () => {
    const { kafka, run } = await died('createTopic', defined());
    expect([...kafka.topics.keys()]).toEqual([]);
    const report = await run.resume();

    expect(report.outcome).toBe('done');
    expect(report.mode).toBe('resume');
    const retentions = ['orders.a', 'orders.b'].map((name) => kafka.topics.get(name)?.configs.get('retention.ms'));
    expect(retentions).toEqual(['7', '8']);
  });

  it('a run that is resumed counts what it finds deleted against the cap of that moment', async () => {
    const { kafka, run } = await died('deleteTopic', recreating());
    const report = await resumedWith(run, recreating(), recreating({ caps: { topicsMax: 1 } }));

    expect(outcomesOf(report)).toEqual(['orders.a: recreated', 'orders.b: skipped']);
    expect(topicIn(report, 'orders.b')).toMatchObject({ errorCode: 'CAP_PASSED' });
    expect(kafka.topics.get('orders.b')?.id).toBe('id-2');
  });

  it('a run that is resumed counts what it has yet to empty against the cap of that moment', async () => {
    const { run, kafka } = await died('deleteRecords', rulesOf());
    const report = await resumedWith(run, rulesOf(), rulesOf({ caps: { topicsMax: 1 } }));

    expect(outcomesOf(report)).toEqual(['orders.a: truncated', 'orders.b: skipped']);
    expect(kafka.records('orders.b')).toBe(20);
  });

  it('a run that is resumed counts what an earlier process emptied, and not what it created', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const rules = recreating({ topics: [definition('orders.new', '7')] });
    const { planHash } = await run.plan(rules);
    kafka.before = ({ method, about }) =>
      method === 'createTopic' && about.startsWith('orders.b ') ? refusedAnswer('POLICY_VIOLATION') : undefined;
    const first = await run.execute(planHash);
    expect(outcomesOf(first)).toEqual(['orders.a: recreated', 'orders.b: failed', 'orders.new: created']);
    kafka.before = () => undefined;
    const capped = (topicsMax: number) => ({ ...rules, caps: { topicsMax } });

    expect(topicIn(await resumedWith(run, rules, capped(1)), 'orders.b')).toMatchObject({
      errorCode: 'CAP_PASSED',
      reason: 'left alone: 2 topics would be emptied, the cap is 1',
    });
    const report = await resumedWith(run, rules, capped(2));
    expect(outcomesOf(report)).toEqual(['orders.a: recreated', 'orders.b: recreated', 'orders.new: created']);
    expect(report.outcome).toBe('done');
  });

  it('a run that is resumed does not delete a topic that is to be truncated, whatever a manifest says', async () => {
    const { run, kafka, id } = await died('deleteRecords', rulesOf());
    const shape = { partitions: 2, replicationFactor: 1, overrides: {} };
    const manifest: Manifest = {
      ...{ topic: 'orders.a', oldId: 'id-1', run: id, shape, writtenAt: '2026-11-20T23:00:00Z', state: 'deleting' },
    };
    await run.store.saveManifest(cluster, manifest);
    const report = await run.resume();

    expect(topicIn(report, 'orders.a').outcome).toBe('truncated');
    expect(kafka.topics.get('orders.a')?.id).toBe('id-1');
  });

  it('a run that is resumed closes a manifest that names another id, and does what its plan says', async () => {
    const { run, documents } = await died('deleteTopic', recreating());
    const key = 'MANIFEST#orders.a';
    const kept = await documents.read<Manifest>('CLEANUP#cluster-one', key);
    await documents.write('CLEANUP#cluster-one', key, { ...kept?.value, oldId: 'id-77' }, kept?.version ?? 0);

    expect(outcomesOf(await run.resume())).toEqual(['orders.a: recreated', 'orders.b: recreated']);
  });

  it('a run that is resumed makes a topic again as its manifest says where its plan was edited, and does no more', async () => {
    const { run, kafka, id, documents } = await died('createTopic', recreating(), (about) => about === 'orders.a');
    const [kept] = await documents.list<{ items: { shape?: object }[] }>('CLEANUP#cluster-one', `RUN#${id}#TOPICS#`);
    const items = kept?.value.items.map((item) => ({ ...item, shape: { ...item.shape, partitions: 9 } })) ?? [];
    await documents.write('CLEANUP#cluster-one', `RUN#${id}#TOPICS#00000`, { items }, kept?.version ?? 0);
    const report = await run.resume();

    expect(report.reason).toMatch(/does not match its hash/);
    expect(kafka.topics.get('orders.a')?.logs).toHaveLength(2);
  });
});

describe('a run that is asked for by its name and its hash', () => {
  it.each(['resume', 'verify'] as const)(
    'a run that is asked for by its name and its hash has to have both (%s)',
    async (mode) => {
      const { run, id, planHash } = await died('deleteRecords', rulesOf());
      const ask = (hash: string) =>
        mode === 'verify'
          ? verifyRun({ ...by, run: id, planHash: hash }, run.deps)
          : resumeRun({ ...by, run: id, planHash: hash, rulesFor: ({ rules }) => rules }, run.deps);

      expect((await ask('another')).reason).toBe(
        `the stored plan ${id} does not match its hash another: it was edited or written by another version; plan again`,
      );
      expect((await ask(planHash)).outcome).not.toBe('refused');
    },
  );
});
