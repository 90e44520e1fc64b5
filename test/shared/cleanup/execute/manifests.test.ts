// What a run does about a manifest that another left, and that somebody may have edited.
import { describe, expect, it } from 'vitest';
import { manifestHash } from '#cleanup/plan/hash.ts';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Manifest } from '#core/cleanup.ts';
import { cleanupOf, rulesOf, topicIn } from '#test/support/cleanups.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';
import { type MemoryKafka, memoryKafka } from '#test/support/memory-kafka.ts';

const shop = () => {
  const kafka = memoryKafka();
  for (const name of ['orders.a', 'orders.b', 'orders.t']) kafka.add(name, { records: 10 });
  return kafka;
};

const manifestOf = (topic: string, oldId: string, run: string): Manifest => {
  const made = { topic, oldId, run, shape: { partitions: 2, replicationFactor: 1, overrides: {} } };
  return { ...made, writtenAt: '2026-11-20T23:00:00Z', state: 'deleting', hash: manifestHash(made) };
};

describe('a manifest of another run', () => {
  /** Another run died when it had deleted `orders.a`; what it left is edited, and somebody executes something else. */
  const afterEdit = async (edit: (manifest: Manifest) => Manifest, prepare = (_: MemoryKafka): void => undefined) => {
    const kafka = shop();
    const documents = memoryDocuments();
    const run = cleanupOf(kafka.admin, cleanupStore(documents));
    const prefixes = [
      { prefix: 'orders.a', strategy: 'recreate' as const },
      { prefix: 'orders.t', strategy: 'truncate' as const },
    ];
    const theirs = await run.plan(rulesOf({ prefixes }));
    kafka.before = ({ method, about }) => {
      if (method === 'createTopic' && about === 'orders.a') throw new Error('dead');
      return undefined;
    };
    await expect(run.execute(theirs.planHash)).rejects.toThrow('dead');
    kafka.before = () => undefined;
    const [manifest] = await run.store.manifests('cluster-one');
    if (!manifest) throw new Error('no manifest');
    const { topic, run: id } = edit(manifest);
    const key = `MANIFEST#${topic}`;
    const standing = await documents.read('CLEANUP#cluster-one', key);
    await documents.write('CLEANUP#cluster-one', key, edit(manifest), standing?.version ?? 0);
    prepare(kafka);
    const { planHash } = await run.plan(rulesOf({ prefixes: [{ prefix: 'orders.b', strategy: 'truncate' }] }));
    const report = await run.execute(planHash);
    const told = report.warnings.find((warning) => warning.startsWith(`${topic}, which ${id} left unfinished`));
    const left = (await run.store.manifests('cluster-one')).find((one) => one.topic === topic);
    const outcomes = (of: string) => run.store.outcomes('cluster-one', of);
    return { kafka, report, told, left, id, outcomes };
  };
  const gone = (kafka: MemoryKafka): void => void kafka.topics.delete('orders.t');
  const edited = { partitions: 9, replicationFactor: 1, overrides: { 'retention.ms': '1' } };

  it('a manifest of another run that was edited makes the topic again as its plan says', async () => {
    const { kafka, told } = await afterEdit((manifest) => ({ ...manifest, shape: edited, hash: 'whatever' }));

    expect(told).toMatch(/deleted and recreated with the same settings$/);
    expect(kafka.topics.get('orders.a')).toMatchObject({ logs: { length: 2 }, configs: new Map() });
  });

  it.each<[what: string, edit: (manifest: Manifest) => Manifest]>([
    ['names a topic that its plan does not delete', (manifest) => ({ ...manifest, topic: 'orders.c' })],
    ['names what its plan only truncates', (manifest) => ({ ...manifest, topic: 'orders.t', oldId: 'id-3' })],
    ['names another id', (manifest) => ({ ...manifest, oldId: 'id-77' })],
    ['names a run that nobody planned', (manifest) => ({ ...manifest, run: 'none-such' })],
  ])('a manifest of another run that %s creates nothing, says so, and is in nobody’s way', async (_, edit) => {
    // Sealed again, as somebody may who knows how.
    const { kafka, report, told, left, id, outcomes } = await afterEdit((manifest) => {
      const made = { ...edit(manifest), shape: edited };
      return made.run === 'none-such' ? made : { ...made, hash: manifestHash(made) };
    }, gone);

    expect(told).toContain(
      `not recreated: its manifest is not what the plan of ${id} says: it was edited or written by another version. If it is missing, create it by hand`,
    );
    expect(left?.state).toBe('needs-attention');
    expect((await outcomes(id)).find(({ topic }) => topic === left?.topic)).toMatchObject({
      ...{ outcome: 'failed', errorCode: 'NEEDS_ATTENTION' },
    });
    expect([...kafka.topics.keys()].filter((name) => name === 'orders.c')).toEqual([]);
    expect(topicIn(report, 'orders.b').outcome).toBe('truncated');
  });

  it('a manifest of another run that nobody agreed to changes nothing about a topic that exists', async () => {
    const { kafka, told } = await afterEdit(
      (manifest) => ({ ...manifest, topic: 'orders.c', shape: edited }),
      (cluster) => void cluster.add('orders.c', { records: 1 }),
    );

    expect(told).toMatch(/left alone as it is now: its manifest is not what the plan of /);
    expect(kafka.topics.get('orders.c')).toMatchObject({ logs: { length: 2 }, configs: new Map() });
  });

  it('a manifest of another run is enough where the plan is no longer kept, as long as nobody edited it', async () => {
    const kafka = shop();
    const run = cleanupOf(kafka.admin);
    const whole = manifestOf('orders.gone', 'id-99', 'another run');
    await run.store.saveManifest('cluster-one', whole);
    await run.store.saveManifest('cluster-one', { ...whole, topic: 'orders.other' });
    const { planHash } = await run.plan(rulesOf({ prefixes: [{ prefix: 'orders.b', strategy: 'truncate' }] }));
    await run.execute(planHash);

    expect(['orders.gone', 'orders.other'].map((name) => kafka.topics.has(name))).toEqual([true, false]);
  });
});
