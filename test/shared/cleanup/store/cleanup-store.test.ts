// What is kept of cleanups; the documents below have a contract of their own.
import { describe, expect, it } from 'vitest';
import { cleanupStore } from '#cleanup/store/cleanup-store.ts';
import type { Manifest, TopicOutcome } from '#core/cleanup.ts';
import { memoryDocuments } from '#test/support/documents-memory.ts';

const store = () => cleanupStore(memoryDocuments());
const lease = (run: string, holder: string, until = 1_000) => ({ run, holder, until });

describe('the lease of a cluster', () => {
  it('the lease of a cluster is given if it is free or expired, and otherwise its holder is told', async () => {
    const it = store();
    expect(await it.acquireLease('c', lease('run-1', 'a'), 0)).toEqual(lease('run-1', 'a'));
    expect(await it.acquireLease('c', lease('run-2', 'b', 2_000), 999)).toEqual(lease('run-1', 'a'));
    expect(await it.acquireLease('c', lease('run-2', 'b', 2_000), 1_000)).toEqual(lease('run-2', 'b', 2_000));
  });

  it('the lease of a cluster is given to whoever resumes the run that has it, and the former holder notices', async () => {
    const it = store();
    await it.acquireLease('c', lease('run-1', 'a'), 0);
    expect(await it.renewLease('c', 'a', 1_500)).toBe(true);
    expect(await it.acquireLease('c', lease('run-1', 'b'), 0)).toEqual(lease('run-1', 'b'));

    expect(await it.renewLease('c', 'a', 3_000)).toBe(false);
    await it.releaseLease('c', 'a');
    expect(await it.acquireLease('c', lease('run-2', 'x'), 0)).toEqual(lease('run-1', 'b'));
    await it.releaseLease('c', 'b');
    expect((await it.acquireLease('c', lease('run-2', 'x'), 0)).holder).toBe('x');
  });

  it('the lease of a cluster goes to whoever asks when it would last longer than any does: a clock was wrong that wrote it', async () => {
    const it = store();
    await it.acquireLease('c', lease('run-1', 'a', 10 * 365 * 86_400_000), 0);
    expect((await it.acquireLease('c', lease('run-2', 'b'), 0)).holder).toBe('b');
  });

  it('the lease of a cluster goes to exactly one of many that ask at once', async () => {
    const it = store();
    const asking = Array.from({ length: 10 }, (_, index) => it.acquireLease('c', lease(`run-${index}`, `${index}`), 0));
    expect(new Set((await Promise.all(asking)).map(({ holder }) => holder)).size).toBe(1);
  });
});

describe('manifests', () => {
  const manifest = (oldId: string, state: Manifest['state'] = 'deleting'): Manifest => ({
    topic: 'orders.new',
    oldId,
    run: `run of ${oldId}`,
    shape: { partitions: 1, replicationFactor: 1, overrides: {} },
    writtenAt: '2026-11-20T23:00:00Z',
    state,
  });

  it('manifests are never overwritten while a topic may be gone', async () => {
    const it = store();
    await it.saveManifest('c', manifest('one'));
    expect(await it.saveManifest('c', manifest('two'))).toEqual(manifest('one'));
    await it.saveManifest('c', manifest('one', 'done'));
    expect(await it.saveManifest('c', manifest('two'))).toEqual(manifest('two'));
    expect(await it.manifests('c')).toEqual([manifest('two')]);
  });
});

describe('outcomes', () => {
  it('outcomes are kept however many there are, and the last about a topic counts', async () => {
    const it = store();
    const many = Array.from(
      { length: 3_000 },
      (_, index): TopicOutcome => ({ topic: `orders.${index}`, outcome: 'failed', reason: 'a reason '.repeat(8) }),
    );
    await it.addOutcomes('c', 'run-1', many, 0);
    await it.addOutcomes('c', 'run-1', [{ topic: 'orders.7', outcome: 'truncated', reason: 'done' }], 0);
    const kept = await it.outcomes('c', 'run-1');

    expect(kept).toHaveLength(3_000);
    expect(kept.find(({ topic }) => topic === 'orders.7')?.outcome).toBe('truncated');
    expect(await it.outcomes('c', 'run-2')).toEqual([]);
  });

  it('outcomes of a process whose clock is behind come after those that it has read', async () => {
    const documents = memoryDocuments();
    const first = cleanupStore(documents);
    await first.addOutcomes('c', 'run-1', [{ topic: 'orders', outcome: 'failed', reason: 'no answer' }], 9_000);
    const second = cleanupStore(documents);
    await second.outcomes('c', 'run-1');
    await second.addOutcomes('c', 'run-1', [{ topic: 'orders', outcome: 'truncated', reason: 'done' }], 1_000);

    expect(await cleanupStore(documents).outcomes('c', 'run-1')).toMatchObject([{ outcome: 'truncated' }]);
  });

  it('outcomes that two processes add at the same moment are all kept', async () => {
    const documents = memoryDocuments();
    const add = (topic: string) =>
      cleanupStore(documents).addOutcomes('c', 'run-1', [{ topic, outcome: 'truncated', reason: 'done' }], 1_000);
    await Promise.all(['one', 'two', 'three'].map(add));

    expect((await cleanupStore(documents).outcomes('c', 'run-1')).map(({ topic }) => topic).toSorted()).toEqual([
      'one',
      'three',
      'two',
    ]);
  });

  it('outcomes that an earlier version kept topic by topic are read, and those added since count', async () => {
    const documents = memoryDocuments();
    for (const topic of ['a', 'b'])
      await documents.write('CLEANUP#c', `RUN#run-1#OUTCOMES#${topic}`, { topic, outcome: 'failed', reason: 'old' }, 0);
    const store = cleanupStore(documents);
    await store.addOutcomes('c', 'run-1', [{ topic: 'a', outcome: 'truncated', reason: 'done' }], 1_000);

    expect(await store.outcomes('c', 'run-1')).toEqual([
      { topic: 'a', outcome: 'truncated', reason: 'done' },
      { topic: 'b', outcome: 'failed', reason: 'old' },
    ]);
  });
});
